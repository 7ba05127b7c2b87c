package io.sallyport.tenancy.scope;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import java.util.Objects;

/**
 * One of the vendor's people at one customer: transactions with it belong to the customer, and so
 * do the events that tell the customer of it.
 *
 * @param staff the vendor's person
 * @param name their name, for the customer's trail
 * @param tenant the customer
 */
public record Look(Actor staff, String name, TenantId tenant) {
  public Look {
    Objects.requireNonNull(staff, "staff");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tenant, "tenant");
  }

  /** The vendor's person, acting in the customer's trail. */
  public Actor actor() {
    return new Actor(tenant.value(), staff.person());
  }
}
