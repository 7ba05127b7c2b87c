package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * One request of a person, followed through every node, log line and AWS session name.
 *
 * @param value never null
 */
public record RequestId(UUID value) {
  public RequestId {
    Objects.requireNonNull(value, "value");
  }

  /** A new identity from a strong random source. */
  public static RequestId random() {
    return new RequestId(UUID.randomUUID());
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when {@code text} is not the canonical form of a UUID
   */
  public static RequestId parse(String text) {
    return new RequestId(CanonicalUuid.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
