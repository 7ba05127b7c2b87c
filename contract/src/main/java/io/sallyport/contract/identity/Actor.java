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
  public Actor {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(person, "person");
  }

  public TenantId tenantId() {
    return new TenantId(tenant);
  }

  public PersonId personId() {
    return new PersonId(person);
  }
}
