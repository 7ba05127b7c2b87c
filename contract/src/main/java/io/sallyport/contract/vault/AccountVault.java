package io.sallyport.contract.vault;

import io.sallyport.contract.identity.Actor;
import java.util.UUID;

/**
 * Opens sealed account information, only for callers in the role {@code decrypt-node}. Says nothing
 * about why it did not: every failure is {@code SP-OPENING-REFUSED} after the same minimum time.
 */
public interface AccountVault {
  /**
   * Opens a record, after writing the intent to the audit trail.
   *
   * @param sealed the record, as Sallyport itself keeps it
   * @param actor on whose behalf
   * @param requestId the request it is opened for
   * @return the account information
   * @throws io.sallyport.contract.error.ProblemException {@code SP-OPENING-REFUSED}, or {@code
   *     SP-AUDIT-UNAVAILABLE} when the intent could not be written
   */
  AccountInformation open(SealedRecord sealed, Actor actor, UUID requestId);
}
