package io.sallyport.crypto.toolsession;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.CanonicalUuid;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.Manifest;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a session of a customer's own AWS tools says of itself: a statement that a web node signed.
 * Nobody keeps it but the tool. The secret is in it, sealed for decrypt nodes.
 *
 * @param accessKeyId by which the tool names it
 * @param actor on whose behalf
 * @param proof by what they had proved who they are: a person's sign-in, a program's key ID
 * @param connection through which connection alone
 * @param write whether it may change something in the account
 * @param expires when it ends
 * @param reason why it was asked for; null where nobody said
 * @param sealedSecret what requests are signed with, a compact JWE for a browser key
 */
public record ToolSessionToken(
    String accessKeyId,
    Actor actor,
    String proof,
    UUID connection,
    boolean write,
    Instant expires,
    String reason,
    String sealedSecret) {
  static final String TYPE = "sallyport-tool-session+jws";
  private static final int MOST_CHARACTERS = 4 * 1024;

  public ToolSessionToken {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(connection, "connection");
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
    try {
      if (compact.length() > MOST_CHARACTERS) {
        throw refused(null);
      }
      JWSObject signed = JWSObject.parse(compact);
      JWSHeader header = signed.getHeader();
      if (!JWSAlgorithm.ES384.equals(header.getAlgorithm())
          || !new JOSEObjectType(TYPE).equals(header.getType())
          || header.getKeyID() == null) {
        throw refused(null);
      }
      ECKey key =
          manifest
              .nodeKey(NodeKind.WEB, header.getKeyID())
              .filter(each -> each.state().opens())
              .orElseThrow(() -> refused(null))
              .key();
      ECDSAVerifier verifier = new ECDSAVerifier(key);
      provider.signatures().ifPresent(verifier.getJCAContext()::setProvider);
      if (!signed.verify(verifier)) {
        throw refused(null);
      }
      return of(signed.getPayload().toJSONObject());
    } catch (JOSEException | ParseException | IllegalArgumentException | NullPointerException e) {
      throw refused(e);
    }
  }

  private static ToolSessionToken of(Map<String, Object> claims) throws ParseException {
    return new ToolSessionToken(
        JSONObjectUtils.getString(claims, "id"),
        new Actor(uuid(claims, "tenant"), uuid(claims, "actor")),
        JSONObjectUtils.getString(claims, "proof"),
        uuid(claims, "connection"),
        JSONObjectUtils.getBoolean(claims, "write"),
        Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, "exp")),
        JSONObjectUtils.getString(claims, "reason"),
        JSONObjectUtils.getString(claims, "secret"));
  }

  private static UUID uuid(Map<String, Object> claims, String name) throws ParseException {
    return CanonicalUuid.parse(JSONObjectUtils.getString(claims, name));
  }

  /** What is signed. */
  String json() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("id", accessKeyId);
    claims.put("tenant", actor.tenant().toString());
    claims.put("actor", actor.person().toString());
    claims.put("proof", proof);
    claims.put("connection", connection.toString());
    claims.put("write", write);
    claims.put("exp", expires.getEpochSecond());
    if (reason != null) {
      claims.put("reason", reason);
    }
    claims.put("secret", sealedSecret);
    return JSONObjectUtils.toJSONString(claims);
  }

  private static ProblemException refused(Exception cause) {
    return new ProblemException(ErrorCode.TOOL_SESSION_REFUSED, cause);
  }
}
