package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * A tenant: one company that registered.
 *
 * @param value never null
 */
public record TenantId(UUID value) {
  /** The vendor's own company: its audit chain records what is done to the vault. */
  public static final TenantId VENDOR =
      new TenantId(UUID.fromString("5a11f0a7-0000-4000-8000-000000000001"));

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
