package io.sallyport.tenancy.company;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

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
    entities.persist(new Person(person.person(), person.tenant(), name, role));
    entities.flush();
  }

  /**
   * Gives a person that name and role.
   *
   * @return who they are now; an administrator still, when they are the last
   * @throws ProblemException {@code SP-SSO-REFUSED} when there is no such person any more
   */
  public SignedIn follow(Actor actor, String name, Role wanted) {
    // Of two demotions at the same moment the second waits here, and then sees what is left.
    List<Person> admins =
        entities
            .createQuery("select p from Person p where p.role = :role order by p.id", Person.class)
            .setParameter("role", Role.ADMIN.roleName())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    Person person =
        Optional.ofNullable(entities.find(Person.class, actor.person()))
            .orElseThrow(() -> new ProblemException(ErrorCode.SSO_REFUSED));
    boolean last = admins.size() == 1 && admins.contains(person);
    person.become(name, last ? Role.ADMIN : wanted);
    return new SignedIn(
        actor.tenant(),
        actor.person(),
        person.displayName(),
        entities.find(Tenant.class, actor.tenant()).name(),
        person.role());
  }

  /** The name as it is stored, or {@code otherwise} for one that cannot be shown. */
  public static String name(String text, String otherwise) {
    return VisibleName.of(text, MAX_NAME)
        .or(() -> VisibleName.of(otherwise, MAX_NAME))
        .orElse("Somebody");
  }
}
