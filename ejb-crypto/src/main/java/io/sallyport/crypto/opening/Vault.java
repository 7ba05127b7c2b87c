package io.sallyport.crypto.opening;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.AccountVault;
import io.sallyport.contract.vault.SealedRecord;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/**
 * Opens an envelope only for the role {@code decrypt-node}, only after the intent stands in the
 * audit trail, and only if one of our web nodes received it for exactly this record. Says nothing
 * about why it did not: every refusal is the same and takes the same minimum time.
 */
@Stateless
@Local(AccountVault.class)
@RolesAllowed("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Vault implements AccountVault {
  private static final Duration MINIMUM_REFUSAL = Duration.ofMillis(200);

  @Inject private AuditTrail trail;
  @Inject private IngestSignature ingestSignature;
  @Inject private OuterLayer outerLayer;
  @Inject private InnerLayer innerLayer;

  @Override
  public AccountInformation open(SealedRecord sealed, Actor actor, UUID requestId) {
    AuditEntry entry =
        AuditEntry.of(actor, AuditAction.ENVELOPE_OPEN, sealed.context().record(), requestId)
            .with("version", sealed.context().version());
    UUID intent = trail.intend(entry);
    long start = System.nanoTime();
    AccountInformation information;
    try {
      information = open(sealed);
    } catch (OpeningFailure failure) {
      trail.conclude(entry, intent, "refused:" + failure.gate());
      waitUntil(start);
      throw new ProblemException(ErrorCode.OPENING_REFUSED);
    }
    trail.conclude(entry, intent, "ok");
    return information;
  }

  private AccountInformation open(SealedRecord sealed) throws OpeningFailure {
    ingestSignature.check(sealed);
    byte[] jwe = outerLayer.open(sealed.payload());
    byte[] plaintext = null;
    try {
      plaintext = innerLayer.open(jwe, sealed.context());
      return AccountForm.read(plaintext, sealed.context());
    } finally {
      Arrays.fill(jwe, (byte) 0);
      if (plaintext != null) {
        Arrays.fill(plaintext, (byte) 0);
      }
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
