package io.sallyport.sandbox.policy;

/**
 * What policies say to one request; an explicit deny wins over every allow.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM
 *     policy evaluation logic</a>
 */
public enum Decision {
  /** No statement applies. */
  IMPLICIT_DENY,
  /** Some statement allows and none denies. */
  ALLOW,
  /** Some statement denies. */
  EXPLICIT_DENY;

  /** The decision of two policies of the same kind held by one principal. */
  public Decision or(Decision other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether the request may go on as far as these policies are concerned. */
  public boolean allows() {
    return this == ALLOW;
  }
}
