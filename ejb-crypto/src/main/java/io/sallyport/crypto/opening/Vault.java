package io.sallyport.crypto.opening;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.AccountVault;
import io.sallyport.contract.vault.OpeningBudget;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.unsealing.OpenRing;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * Opens an envelope only for the role {@code decrypt-node}, only while the node is unsealed, only
 * after the intent stands in the audit trail, and only if one of our nodes received it for exactly
 * this record. Says nothing about why it did not: every refusal is the same and takes the same
 * minimum time.
 */
@Stateless
@Local(AccountVault.class)
@RolesAllowed("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Vault implements AccountVault {
  private static final Logger LOG = Logger.getLogger(Vault.class.getName());
  private static final Duration MINIMUM_REFUSAL = Duration.ofMillis(200);

  @Inject private AuditTrail trail;
  @Inject private OpenRing ring;
  @Inject private CurrentManifest manifest;
  @Inject private OpeningBudget budget;
  @Inject private Opener opener;

  @Override
  public AccountInformation open(SealedRecord sealed, Actor actor, UUID requestId) {
    OpeningKeys keys = new OpeningKeys(ring.require(), manifest.inForce(), Purpose.REQUEST);
    AuditEntry entry =
        AuditEntry.of(actor, AuditAction.ENVELOPE_OPEN, sealed.context().record(), requestId)
            .with("version", sealed.context().version());
    UUID intent = trail.intend(entry);
    long start = System.nanoTime();
    AccountInformation information;
    try {
      if (budget.isLocked(actor, sealed.context())) {
        throw new OpeningFailure(Gate.LOCKED);
      }
      information = opener.open(sealed, keys);
    } catch (OpeningFailure failure) {
      refuse(sealed, actor, requestId, failure);
      trail.conclude(entry, intent, "refused:" + failure.gate());
      waitUntil(start);
      throw new ProblemException(ErrorCode.OPENING_REFUSED);
    }
    trail.conclude(entry, intent, "ok");
    return information;
  }

  private void refuse(SealedRecord sealed, Actor actor, UUID requestId, OpeningFailure failure) {
    if (failure.gate() != Gate.LOCKED && budget.countFailure(actor, sealed.context())) {
      AuditEntry alert =
          AuditEntry.of(actor, AuditAction.ENVELOPE_LOCK, sealed.context().record(), requestId)
              .with("version", sealed.context().version());
      trail.conclude(alert, trail.intend(alert), "ok");
      LOG.warning(
          "ALERT: %s is locked after %d failures to open it"
              .formatted(sealed, OpeningBudget.FAILURES));
    }
  }

  private static void waitUntil(long start) {
    long left = MINIMUM_REFUSAL.toNanos() - (System.nanoTime() - start);
    try {
      Thread.sleep(Math.max(0, left / 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
