package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A person who signs in for a tenant.
 *
 * @param value never null
 */
public record PersonId(UUID value) {
  public PersonId {
    Objects.requireNonNull(value, "value");
  }

  /** A new identity from a strong random source. */
  public static PersonId random() {
    return new PersonId(UUID.randomUUID());
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when {@code text} is not the canonical form of a UUID
   */
  public static PersonId parse(String text) {
    return new PersonId(CanonicalUuid.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
