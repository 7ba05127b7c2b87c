package io.sallyport.contract.vault;

/**
 * Opens sealed account information, only for callers in the role {@code decrypt-node}. Says nothing
 * about why it did not: every failure is {@code SP-OPENING-REFUSED} after the same minimum time.
 */
public interface AccountVault {
  /**
   * Opens a record whose intent already stands in the audit trail.
   *
   * @param sealed the record, as Sallyport itself keeps it
   * @return the account information
   * @throws io.sallyport.contract.error.ProblemException {@code SP-OPENING-REFUSED}
   */
  AccountInformation open(SealedRecord sealed);
}
