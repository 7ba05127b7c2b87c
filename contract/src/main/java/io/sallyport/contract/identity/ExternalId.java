package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * The value a customer's role must demand as {@code sts:ExternalId}: a random UUID (version 4) that
 * the database makes when the tenant registers, unique and never changed. It is not a secret, but
 * only Sallyport chooses it, which is what defeats the confused deputy (AWS IAM User Guide, "How to
 * use an external ID").
 *
 * @param value a version 4 UUID, never null
 */
public record ExternalId(UUID value) {
  public ExternalId {
    Objects.requireNonNull(value, "value");
    if (value.version() != 4 || value.variant() != 2) {
      throw new IllegalArgumentException(
          "an External ID is a version 4 UUID, not version " + value.version());
    }
  }

  /** A random one that belongs to nobody: for proving that a role refuses it. */
  public static ExternalId random() {
    return new ExternalId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
