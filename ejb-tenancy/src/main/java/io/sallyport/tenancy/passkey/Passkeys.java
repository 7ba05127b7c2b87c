package io.sallyport.tenancy.passkey;

import com.webauthn4j.data.AuthenticationData;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.company.Tenant;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Knows whose passkey it is, and whether it was really used. */
@Stateless
@PermitAll
public class Passkeys {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private RelyingParty relyingParty;
  @Inject private CopiedPasskeys copied;

  /** The tenant that a passkey belongs to: all that may be known before it has proved itself. */
  public Optional<TenantId> tenantOf(AuthenticationData assertion) {
    UUID tenant =
        (UUID)
            entities
                .createNativeQuery("select tenant_of_credential(:credential)", UUID.class)
                .setParameter("credential", assertion.getCredentialId())
                .getSingleResult();
    return Optional.ofNullable(tenant).map(TenantId::new);
  }

  /** Whose passkey it claims to be; nothing is verified yet. */
  @TenantBound
  public Optional<UUID> personOf(TenantId tenant, AuthenticationData assertion) {
    return find(assertion).map(Passkey::personId);
  }

  /**
   * Verifies an assertion and remembers the passkey's counter.
   *
   * @throws PasskeyCopied when its counter went back: it is locked then
   * @throws ProblemException {@code SP-PASSKEY-REFUSED}, the same for every reason
   */
  @TenantBound
  public SignedIn signIn(TenantId tenant, AuthenticationData assertion, byte[] challenge) {
    Passkey passkey =
        find(assertion)
            .filter(known -> !known.isCopied())
            .orElseThrow(() -> new ProblemException(ErrorCode.PASSKEY_REFUSED));
    long signCount = verified(tenant, assertion, challenge, passkey);
    entities
        .createQuery(
            "update Passkey p set p.signCount = :count, p.lastUsedAt = :now where p.id = :id")
        .setParameter("count", signCount)
        .setParameter("now", Instant.now())
        .setParameter("id", passkey.id())
        .executeUpdate();
    Person person = entities.find(Person.class, passkey.personId());
    if (person.removedAt() != null) {
      throw new ProblemException(ErrorCode.PASSKEY_REFUSED);
    }
    Tenant company = entities.find(Tenant.class, tenant.value());
    return person.at(company);
  }

  private long verified(
      TenantId tenant, AuthenticationData assertion, byte[] challenge, Passkey passkey) {
    try {
      return relyingParty.verifyAssertion(assertion, challenge, passkey);
    } catch (PasskeyCopied e) {
      copied.lock(tenant, passkey.id());
      throw e;
    }
  }

  private Optional<Passkey> find(AuthenticationData assertion) {
    return entities
        .createQuery("select p from Passkey p where p.credentialId = :id", Passkey.class)
        .setParameter("id", assertion.getCredentialId())
        .getResultStream()
        .findFirst();
  }
}
