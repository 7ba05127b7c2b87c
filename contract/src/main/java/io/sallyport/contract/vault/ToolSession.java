package io.sallyport.contract.vault;

import io.sallyport.contract.identity.Actor;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A short session in which a customer's own AWS tools sign requests to Sallyport. Never shows its
 * secret in a log.
 *
 * @param accessKeyId by which tools name it
 * @param secretAccessKey what they sign with
 * @param actor on whose behalf
 * @param connection through which connection alone
 * @param write whether it may change something in the account
 * @param expires when it ends
 * @param reason why it was asked for; null where nobody said
 */
public record ToolSession(
    String accessKeyId,
    String secretAccessKey,
    Actor actor,
    UUID connection,
    boolean write,
    Instant expires,
    String reason) {
  public ToolSession {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(connection, "connection");
    Objects.requireNonNull(expires, "expires");
  }

  /** The access key ID only. */
  @Override
  public String toString() {
    return "ToolSession[" + accessKeyId + "]";
  }
}
