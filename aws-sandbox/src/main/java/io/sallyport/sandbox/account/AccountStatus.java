package io.sallyport.sandbox.account;

/** Whether an account can be used; a closed account is SUSPENDED until AWS removes it. */
public enum AccountStatus {
  ACTIVE,
  SUSPENDED
}
