package io.sallyport.tenancy.passkey;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.VisibleName;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.UUID;

/**
 * One's own passkeys. Nobody else's are seen or changed, and the last one that signs in stays: the
 * database itself refuses to remove it.
 */
@Stateless
@TenantBound
@RolesAllowed({
  Role.TENANT_ADMIN,
  Role.TENANT_USER,
  Role.TENANT_AUDITOR,
  Role.KEY_CUSTODIAN,
  Role.VENDOR_SUPPORT,
  Role.VENDOR_OPERATOR,
  Role.SECURITY_OFFICER,
  Role.VENDOR_AUDITOR
})
public class OwnPasskeys {
  /** As many as a person may have. */
  public static final int MOST = 10;

  private static final int MAX_NAME = 64;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** All of them, oldest first. */
  public List<Passkey> all(Actor actor) {
    return ownedBy(actor).getResultList();
  }

  private TypedQuery<Passkey> ownedBy(Actor actor) {
    return entities
        .createQuery(
            "select p from Passkey p where p.personId = :person order by p.createdAt, p.id",
            Passkey.class)
        .setParameter("person", actor.person());
  }

  /** The authenticators' names of them: an authenticator that has one is not to make another. */
  public List<byte[]> credentialIds(Actor actor) {
    return all(actor).stream().map(Passkey::credentialId).toList();
  }

  /**
   * Whether one more may be added, under that name.
   *
   * @return the name as it will be stored
   * @throws ProblemException {@code SP-PASSKEY-LIMIT}, {@code SP-PASSKEY-NAME-INVALID}
   */
  public String name(Actor actor, String wanted) {
    if (all(actor).size() >= MOST) {
      throw new ProblemException(ErrorCode.PASSKEY_LIMIT);
    }
    return name(wanted);
  }

  /**
   * Adds one.
   *
   * @param passkey already verified
   * @throws ProblemException as {@link #name}
   */
  public UUID add(Actor actor, NewPasskey passkey, String name) {
    Passkey added = new Passkey(actor, passkey, name(actor, name));
    entities.persist(added);
    return added.id();
  }

  /**
   * Renames one.
   *
   * @throws ProblemException {@code SP-PASSKEY-UNKNOWN}, {@code SP-PASSKEY-NAME-INVALID}
   */
  public void rename(Actor actor, UUID id, String name) {
    Passkey passkey = find(all(actor), id);
    entities
        .createQuery("update Passkey p set p.name = :name where p.id = :id")
        .setParameter("name", name(name))
        .setParameter("id", passkey.id())
        .executeUpdate();
  }

  /**
   * Removes one.
   *
   * @throws ProblemException {@code SP-PASSKEY-UNKNOWN}, {@code SP-PASSKEY-LAST}
   */
  public void remove(Actor actor, UUID id) {
    // Of two removals at the same moment the second waits here, and then sees what is left.
    List<Passkey> all = ownedBy(actor).setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
    Passkey passkey = find(all, id);
    boolean another = all.stream().anyMatch(each -> !each.id().equals(id) && !each.isCopied());
    if (!another && !mayUseCompanySignOn(actor)) {
      throw new ProblemException(ErrorCode.PASSKEY_LAST);
    }
    entities.remove(passkey);
  }

  /** Whether their company's identity provider lets them in, too. */
  private boolean mayUseCompanySignOn(Actor actor) {
    return (boolean)
        entities
            .createNativeQuery(
                "select exists (select from sso_identity i join sso_provider s"
                    + " on s.tenant_id = i.tenant_id and s.issuer = i.issuer"
                    + " where i.person_id = :person)",
                Boolean.class)
            .setParameter("person", actor.person())
            .getSingleResult();
  }

  private static Passkey find(List<Passkey> all, UUID id) {
    return all.stream()
        .filter(passkey -> passkey.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(ErrorCode.PASSKEY_UNKNOWN));
  }

  private static String name(String wanted) {
    return VisibleName.of(wanted, MAX_NAME)
        .orElseThrow(() -> new ProblemException(ErrorCode.PASSKEY_NAME_INVALID));
  }
}
