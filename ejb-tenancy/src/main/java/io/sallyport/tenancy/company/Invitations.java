package io.sallyport.tenancy.company;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.Passkey;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Accepting an invitation: whoever has the code becomes, with a passkey, the person it names, once.
 */
@Stateless
@PermitAll
public class Invitations {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * What an invitation offers.
   *
   * @param actor who its owner will be
   * @param displayName their name
   * @param company the company they join
   */
  public record Offer(Actor actor, String displayName, String company) {}

  /**
   * The tenant that a code invites to: all that may be known before it is accepted.
   *
   * @throws ProblemException {@code SP-INVITATION-REFUSED}, the same for every reason
   */
  public TenantId tenantOf(byte[] codeHash) {
    UUID tenant =
        (UUID)
            entities
                .createNativeQuery("select tenant_of_invitation(:hash)", UUID.class)
                .setParameter("hash", codeHash)
                .getSingleResult();
    return Optional.ofNullable(tenant).map(TenantId::new).orElseThrow(Invitations::refused);
  }

  /** What the code offers. */
  @TenantBound
  public Offer find(TenantId tenant, byte[] codeHash) {
    Invitation invitation = open(codeHash);
    return new Offer(
        new Actor(tenant.value(), invitation.personId()),
        invitation.displayName(),
        entities.find(Tenant.class, tenant.value()).name());
  }

  /**
   * Accepts: the person and their passkey exist then, and the code is used.
   *
   * @param passkey already verified
   */
  @TenantBound
  public SignedIn accept(TenantId tenant, byte[] codeHash, NewPasskey passkey) {
    Person person = open(codeHash).person();
    // One statement decides: of any number of uses at the same moment, one finds it unused.
    int used =
        entities
            .createQuery(
                "update Invitation i set i.usedAt = :now where i.codeHash = :hash"
                    + " and i.usedAt is null and i.withdrawnAt is null and i.expiresAt > :now")
            .setParameter("now", Instant.now())
            .setParameter("hash", codeHash)
            .executeUpdate();
    if (used != 1) {
      throw refused();
    }
    entities.persist(person);
    entities.flush();
    entities.persist(new Passkey(new Actor(tenant.value(), person.id()), passkey));
    return person.at(entities.find(Tenant.class, tenant.value()));
  }

  private Invitation open(byte[] codeHash) {
    return Optional.ofNullable(entities.find(Invitation.class, codeHash))
        .filter(invitation -> invitation.isOpen(Instant.now()))
        .orElseThrow(Invitations::refused);
  }

  /**
   * What of a code is kept anywhere, a session included.
   *
   * @throws ProblemException {@code SP-INVITATION-REFUSED} for what is no code
   */
  public static byte[] hash(String code) {
    try {
      return SingleUseCode.of(code).hash();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.INVITATION_REFUSED, e);
    }
  }

  private static ProblemException refused() {
    return new ProblemException(ErrorCode.INVITATION_REFUSED);
  }
}
