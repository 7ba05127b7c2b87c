package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A person who signs in for a tenant.
 *
 * @param value never null
 */
public record PersonId(UUID value) implements Comparable<PersonId> {
  /** A node that acts by itself. */
  public static final PersonId NODE =
      new PersonId(UUID.fromString("5a11f0a7-0000-4000-8000-000000000002"));

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
  public int compareTo(PersonId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
