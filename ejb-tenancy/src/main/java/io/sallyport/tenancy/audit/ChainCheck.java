package io.sallyport.tenancy.audit;

import java.util.Optional;

/**
 * How far a tenant's chain was found whole.
 *
 * @param last the last link that fits; null of an empty chain
 * @param broken the first sequence number at which it does not; empty when the chain is whole
 */
public record ChainCheck(AuditEvent last, Optional<Long> broken) {
  static final ChainCheck NOTHING = new ChainCheck(null, Optional.empty());
}
