package io.sallyport.sandbox.policy;

/** What the policy of a role or key says to a caller. */
public enum TrustDecision {
  /** No statement lets this caller in. */
  NOT_TRUSTED,
  /** A statement denies. */
  DENIED,
  /** The caller's account is trusted: the account must allow the caller itself. */
  ACCOUNT_TRUSTED,
  /** The caller itself (or everyone) is trusted. */
  CALLER_TRUSTED
}
