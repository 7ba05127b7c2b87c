package io.sallyport.tenancy.company;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.Set;

/**
 * People whose names and roles their company's identity provider decides. Whoever calls has
 * verified what the provider says; a company's last administrator stays one whatever it says.
 */
@Stateless
@TenantBound
@PermitAll
public class ProvisionedPeople {
  private static final int MAX_NAME = 200;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** Makes the person that signs in for the first time. */
  public void join(Actor person, String name, Role role) {
    entities.persist(new Person(person.person(), person.tenant(), name, Set.of(role)));
    entities.flush();
  }

  /**
   * Gives a person that name and role.
   *
   * @return who they are now; an administrator still, when they are the last
   * @throws ProblemException {@code SP-SSO-REFUSED} when there is no such person any more
   */
  public SignedIn follow(Actor actor, String name, Role wanted) {
    Person person =
        Optional.ofNullable(entities.find(Person.class, actor.person()))
            .filter(known -> known.removedAt() == null)
            .orElseThrow(() -> new ProblemException(ErrorCode.SSO_REFUSED));
    person.rename(name);
    person.become(isLastAdministrator(actor, person) ? Role.ADMIN : wanted);
    return person.at(entities.find(Tenant.class, actor.tenant()));
  }

  private boolean isLastAdministrator(Actor actor, Person person) {
    // Of two demotions at the same moment the database refuses the second.
    return person.roles().contains(Role.ADMIN)
        && (Boolean)
            entities
                .createNativeQuery(
                    "select not exists (select from person p where p.id <> :id"
                        + " and p.roles @> array['tenant-admin'] and p.removed_at is null)",
                    Boolean.class)
                .setParameter("id", actor.person())
                .getSingleResult();
  }

  /** The name as it is stored, or {@code otherwise} for one that cannot be shown. */
  public static String name(String text, String otherwise) {
    return VisibleName.of(text, MAX_NAME)
        .or(() -> VisibleName.of(otherwise, MAX_NAME))
        .orElse("Somebody");
  }
}
