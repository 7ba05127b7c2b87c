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
import java.util.UUID;

/**
 * That a person lets a program on their computer have a session for AWS tools: the authorization
 * code of RFC 6749, section 4.1, bound to whoever asked for it by RFC 7636. It is a statement that
 * a web node signs, so that nobody keeps it but the browser on its way; it holds no secret.
 *
 * @param id by which it is used once
 * @param access what the session is for
 * @param challenge base64url of the verifier's SHA-256
 * @param expires when it can be used no more
 */
public record ToolSessionGrant(UUID id, ToolAccess access, String challenge, Instant expires) {
  static final String TYPE = "sallyport-tool-grant+jws";

  public ToolSessionGrant {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(challenge, "challenge");
    Objects.requireNonNull(expires, "expires");
  }

  /**
   * Reads what one of our web nodes signed. Whether it is still good, and was not used before, is
   * another question.
   *
   * @param compact may be anything
   * @param manifest says with which keys web nodes sign
   * @throws ProblemException {@code SP-TOOL-CODE-REFUSED}, the same for every reason
   */
  public static ToolSessionGrant read(String compact, Manifest manifest, JcaProvider provider) {
    return WebNodeStatement.read(
        compact, TYPE, manifest, provider, ErrorCode.TOOL_CODE_REFUSED, ToolSessionGrant::of);
  }

  private static ToolSessionGrant of(Map<String, Object> claims) throws ParseException {
    return new ToolSessionGrant(
        ToolAccess.uuid(claims, "id"),
        ToolAccess.of(claims),
        JSONObjectUtils.getString(claims, "challenge"),
        Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "exp")));
  }

  /** What is signed. */
  String json() {
    Map<String, Object> claims = access.claims();
    claims.put("id", id.toString());
    claims.put("challenge", challenge);
    claims.put("exp", expires.getEpochSecond());
    return JSONObjectUtils.toJSONString(claims);
  }
}
