package io.sallyport.contract.vault;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.identity.Actor;

/**
 * How often opening one version of one record may fail: five times in an hour. Then it is locked,
 * until a newer version is sealed, so that nobody can try out envelopes on the vault.
 */
public interface OpeningBudget {
  /** Failures in an hour after which a version is locked. */
  int FAILURES = 5;

  /** Whether this version is locked. */
  boolean isLocked(Actor actor, SealingContext context);

  /**
   * Counts a failure.
   *
   * @return whether this one locked the version
   */
  boolean countFailure(Actor actor, SealingContext context);
}
