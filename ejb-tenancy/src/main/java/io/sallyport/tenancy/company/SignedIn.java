package io.sallyport.tenancy.company;

import io.sallyport.contract.identity.Actor;
import java.io.Serializable;
import java.util.Set;
import java.util.UUID;

/**
 * Who has signed in: what a web session keeps.
 *
 * @param tenant their company
 * @param person themselves
 * @param displayName for the page
 * @param company for the page
 * @param roles what they may do
 */
public record SignedIn(
    UUID tenant, UUID person, String displayName, String company, Set<Role> roles)
    implements Serializable {
  public SignedIn {
    roles = Set.copyOf(roles);
  }

  /** Whether they may do what {@code role} may. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  public Actor actor() {
    return new Actor(tenant, person);
  }
}
