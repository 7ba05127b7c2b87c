package io.sallyport.sandbox.policy;

import java.util.List;

/**
 * The ways in which a policy may name one caller: its account, and its own ARNs from the widest to
 * the narrowest (a user; or a role and then its session).
 */
public record PrincipalChain(String accountId, List<String> arns) {
  public PrincipalChain {
    arns = List.copyOf(arns);
  }

  boolean isAccount(String principal) {
    return principal.equals(accountId) || principal.equals("arn:aws:iam::" + accountId + ":root");
  }
}
