package io.sallyport.sandbox.policy;

import java.util.List;

/**
 * The {@code Principal} or {@code NotPrincipal} of a statement.
 *
 * <p>{@code NotPrincipal} is read against the caller's account and each of its ARNs, as the IAM
 * guide describes: with Deny a caller is spared only if all of them are listed; with Allow it is
 * let in only if none of them is.
 *
 * @param negated whether this is {@code NotPrincipal}
 * @param aws the values under {@code "AWS"}, {@code "*"} for everyone
 * @param others the values under {@code "Service"}, {@code "Federated"} and {@code
 *     "CanonicalUser"}; no caller with AWS credentials matches them
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html">NotPrincipal</a>
 */
record PrincipalElement(boolean negated, List<String> aws, List<String> others) {
  PrincipalElement {
    aws = List.copyOf(aws);
    others = List.copyOf(others);
  }

  /** How closely this element names the caller. */
  enum Match {
    NONE,
    BY_ACCOUNT,
    DIRECTLY
  }

  Match match(PrincipalChain caller, Effect effect) {
    return negated ? matchAllBut(caller, effect) : matchNamed(caller);
  }

  private Match matchNamed(PrincipalChain caller) {
    if (aws.contains("*") || caller.arns().stream().anyMatch(aws::contains)) {
      return Match.DIRECTLY;
    }
    return aws.stream().anyMatch(caller::isAccount) ? Match.BY_ACCOUNT : Match.NONE;
  }

  private Match matchAllBut(PrincipalChain caller, Effect effect) {
    boolean everyone = aws.contains("*");
    boolean account = aws.stream().anyMatch(caller::isAccount);
    boolean spared =
        switch (effect) {
          case ALLOW -> everyone || account || caller.arns().stream().anyMatch(aws::contains);
          case DENY -> everyone || (account && aws.containsAll(caller.arns()));
        };
    return spared ? Match.NONE : Match.DIRECTLY;
  }
}
