package io.sallyport.sandbox.policy;

/** Where a policy document is attached, which decides the elements it must and must not have. */
public enum PolicyKind {
  /** Attached inline to a user or role: names resources, never a principal. */
  IDENTITY,
  /** Passed to AssumeRole to narrow the session: written like an identity policy. */
  SESSION,
  /** A role's trust policy: names principals and STS actions, never a resource. */
  TRUST,
  /** A KMS key's policy: names principals, actions and resources, of which {@code *} is the key. */
  KEY;

  boolean namesPrincipals() {
    return this == TRUST || this == KEY;
  }
}
