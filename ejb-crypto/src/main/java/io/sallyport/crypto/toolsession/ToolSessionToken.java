package io.sallyport.crypto.toolsession;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.Manifest;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a session of a customer's own AWS tools says of itself: a statement that a web node signed.
 * Nobody keeps it but the tool. The secret is in it, sealed for decrypt nodes.
 *
 * @param accessKeyId by which the tool names it
 * @param access what it is for
 * @param expires when it ends
 * @param sealedSecret what requests are signed with, a compact JWE for a browser key
 */
public record ToolSessionToken(
    String accessKeyId, ToolAccess access, Instant expires, String sealedSecret) {
  static final String TYPE = "sallyport-tool-session+jws";

  public ToolSessionToken {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(expires, "expires");
    Objects.requireNonNull(sealedSecret, "sealedSecret");
  }

  /** The access key ID only. */
  @Override
  public String toString() {
    return "ToolSessionToken[" + accessKeyId + "]";
  }

  /**
   * Reads a token that one of our web nodes signed.
   *
   * @param compact may be anything
   * @param manifest says with which keys web nodes sign
   * @throws ProblemException {@code SP-TOOL-SESSION-REFUSED}, the same for every reason
   */
  public static ToolSessionToken read(String compact, Manifest manifest, JcaProvider provider) {
    return WebNodeStatement.read(
        compact, TYPE, manifest, provider, ErrorCode.TOOL_SESSION_REFUSED, ToolSessionToken::of);
  }

  private static ToolSessionToken of(Map<String, Object> claims) throws ParseException {
    return new ToolSessionToken(
        JSONObjectUtils.getString(claims, "id"),
        ToolAccess.of(claims),
        Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "exp")),
        JSONObjectUtils.getString(claims, "secret"));
  }

  /** What is signed. */
  String json() {
    Map<String, Object> claims = access.claims();
    claims.put("id", accessKeyId);
    claims.put("exp", expires.getEpochSecond());
    claims.put("secret", sealedSecret);
    return JSONObjectUtils.toJSONString(claims);
  }
}
