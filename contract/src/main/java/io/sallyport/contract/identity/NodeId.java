package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A company's on-premise node.
 *
 * @param value never null
 */
public record NodeId(UUID value) {
  public NodeId {
    Objects.requireNonNull(value, "value");
  }

  /** A new identity from a strong random source. */
  public static NodeId random() {
    return new NodeId(UUID.randomUUID());
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when {@code text} is not the canonical form of a UUID
   */
  public static NodeId parse(String text) {
    return new NodeId(CanonicalUuid.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
