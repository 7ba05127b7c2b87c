package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A tenant: one company that registered.
 *
 * @param value never null
 */
public record TenantId(UUID value) {
  public TenantId {
    Objects.requireNonNull(value, "value");
  }

  /** A new identity from a strong random source. */
  public static TenantId random() {
    return new TenantId(UUID.randomUUID());
  }

  /**
   * Reads the canonical text form.
   *
   * @throws IllegalArgumentException when {@code text} is not the canonical form of a UUID
   */
  public static TenantId parse(String text) {
    return new TenantId(CanonicalUuid.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
