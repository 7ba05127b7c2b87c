package io.sallyport.contract.connection;

import io.sallyport.contract.identity.Actor;
import java.util.Objects;
import java.util.UUID;

/**
 * A web node asks a decrypt node to test a connection.
 *
 * @param requestId names this request on every node
 * @param actor who asked
 * @param connection what to test
 */
public record VerificationOrder(UUID requestId, Actor actor, UUID connection) {
  public VerificationOrder {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(connection, "connection");
  }
}
