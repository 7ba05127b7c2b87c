package io.sallyport.crypto.toolsession;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.CanonicalUuid;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a session for AWS tools is for.
 *
 * @param actor on whose behalf
 * @param proof by what they had proved who they are: a person's sign-in, a program's key ID
 * @param connection through which connection alone
 * @param write whether it may change something in the account
 * @param reason why it was asked for; null where nobody said
 */
public record ToolAccess(Actor actor, String proof, UUID connection, boolean write, String reason) {
  public ToolAccess {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(connection, "connection");
  }

  static ToolAccess of(Map<String, Object> claims) throws ParseException {
    return new ToolAccess(
        new Actor(uuid(claims, "tenant"), uuid(claims, "actor")),
        JSONObjectUtils.getString(claims, "proof"),
        uuid(claims, "connection"),
        JSONObjectUtils.getBoolean(claims, "write"),
        JSONObjectUtils.getString(claims, "reason"));
  }

  static UUID uuid(Map<String, Object> claims, String name) throws ParseException {
    return CanonicalUuid.parse(JSONObjectUtils.getString(claims, name));
  }

  /** As claims, to which others can be added. */
  Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("tenant", actor.tenant().toString());
    claims.put("actor", actor.person().toString());
    claims.put("proof", proof);
    claims.put("connection", connection.toString());
    claims.put("write", write);
    if (reason != null) {
      claims.put("reason", reason);
    }
    return claims;
  }
}
