package io.sallyport.tenancy.passkey;

import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.UUID;

/** Locks a passkey whose counter went back, whatever becomes of the sign-in that showed it. */
@Stateless
@TenantBound
@PermitAll
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CopiedPasskeys {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** From now on it does not sign in; its owner sees why. */
  public void lock(TenantId tenant, UUID passkey) {
    entities
        .createQuery(
            "update Passkey p set p.copiedAt = :now where p.id = :id and p.copiedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("id", passkey)
        .executeUpdate();
  }
}
