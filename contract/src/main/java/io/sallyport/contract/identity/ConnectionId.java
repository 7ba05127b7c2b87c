package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A connection of a tenant to one AWS account; also the identity of its sealed record.
 *
 * @param value never null
 */
public record ConnectionId(UUID value) {
  public ConnectionId {
    Objects.requireNonNull(value, "value");
  }

  /** A new identity from a strong random source. */
  public static ConnectionId random() {
    return new ConnectionId(UUID.randomUUID());
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when {@code text} is not the canonical form of a UUID
   */
  public static ConnectionId parse(String text) {
    return new ConnectionId(CanonicalUuid.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
