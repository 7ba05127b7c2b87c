package io.sallyport.contract.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * On whose behalf something is done. Its person becomes the AWS source identity, so that the
 * customer finds the same name in CloudTrail.
 *
 * @param tenant the person's tenant
 * @param person the person, never null
 */
public record Actor(UUID tenant, UUID person) {
  /** A node that acts by itself, in the vendor's trail. */
  public static final Actor NODE = vendor(PersonId.NODE);

  public Actor {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(person, "person");
  }

  /** One of the vendor's staff. */
  public static Actor vendor(PersonId person) {
    return new Actor(TenantId.VENDOR.value(), person.value());
  }

  public TenantId tenantId() {
    return new TenantId(tenant);
  }

  public PersonId personId() {
    return new PersonId(person);
  }
}
