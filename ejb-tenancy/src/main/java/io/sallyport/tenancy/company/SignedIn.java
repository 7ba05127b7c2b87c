package io.sallyport.tenancy.company;

import io.sallyport.contract.identity.Actor;
import java.io.Serializable;
import java.util.UUID;

/**
 * Who has signed in: what a web session keeps.
 *
 * @param tenant their company
 * @param person themselves
 * @param displayName for the page
 * @param company for the page
 * @param role what they may do
 */
public record SignedIn(UUID tenant, UUID person, String displayName, String company, Role role)
    implements Serializable {
  public Actor actor() {
    return new Actor(tenant, person);
  }
}
