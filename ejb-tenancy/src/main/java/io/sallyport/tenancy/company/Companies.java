package io.sallyport.tenancy.company;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.Passkey;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Registers companies and answers about one's own. */
@Stateless
@TenantBound
public class Companies {
  private static final int MAX_NAME = 200;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * Registers a company with its first person, an administrator, and their passkey: all or nothing.
   *
   * @param actor the new tenant and the new person
   * @param passkey already verified
   */
  @PermitAll
  public SignedIn register(Actor actor, String company, String person, NewPasskey passkey) {
    Tenant tenant = new Tenant(actor.tenant(), name("company", company));
    Person first =
        new Person(actor.person(), actor.tenant(), name("person", person), Set.of(Role.ADMIN));
    entities.persist(tenant);
    entities.persist(first);
    entities.flush();
    entities.persist(new Passkey(actor, passkey));
    return first.at(tenant);
  }

  /** One's own company. */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public Tenant own(Actor actor) {
    Tenant tenant = entities.find(Tenant.class, actor.tenant());
    if (tenant == null) {
      throw new ProblemException(ErrorCode.NOT_FOUND);
    }
    return tenant;
  }

  /** The names of one's company's people, by person. */
  @RolesAllowed({
    Role.TENANT_ADMIN,
    Role.TENANT_USER,
    Role.TENANT_AUDITOR,
    Role.KEY_CUSTODIAN,
    Role.SECURITY_OFFICER,
    Role.VENDOR_AUDITOR
  })
  public Map<UUID, String> people(Actor actor) {
    return entities
        .createQuery("select p from Person p", Person.class)
        .getResultStream()
        .collect(Collectors.toMap(Person::id, Person::displayName));
  }

  /**
   * A name as it is stored: composed (NFC), trimmed, 1 to 200 characters, nothing invisible.
   *
   * @throws ProblemException {@code SP-REGISTRATION-INVALID} naming the field
   */
  public static String name(String field, String text) {
    return VisibleName.of(text, MAX_NAME)
        .orElseThrow(
            () ->
                ProblemException.in(
                    ErrorCode.REGISTRATION_INVALID,
                    field,
                    "A name has 1 to " + MAX_NAME + " visible characters."));
  }
}
