package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.account.Arn;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.policy.MalformedPolicyException;
import io.sallyport.sandbox.policy.PolicyDocument;

/** Refuses a trust policy that names an account, user or role that does not exist, as IAM does. */
public record TrustPrincipals(Cloud cloud) {
  private static final int ACCOUNT_AT = "arn:aws:iam::".length();

  /**
   * Checks.
   *
   * @throws MalformedPolicyException naming the principal
   */
  public PolicyDocument checked(PolicyDocument trust) {
    for (String principal : trust.awsPrincipals()) {
      if (!exists(principal)) {
        throw new MalformedPolicyException(
            "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
      }
    }
    return trust;
  }

  private boolean exists(String principal) {
    if (principal.equals("*")) {
      return true;
    }
    if (!principal.startsWith("arn:")) {
      return cloud.account(principal).isPresent();
    }
    return Arn.parse(principal)
        .map(arn -> arn.kind() == Arn.Kind.ROLE ? isRole(principal) : isUser(principal))
        .orElseGet(() -> cloud.account(accountOf(principal)).isPresent());
  }

  private boolean isRole(String arn) {
    return cloud.role(arn).isPresent();
  }

  private boolean isUser(String arn) {
    return cloud.user(arn).isPresent();
  }

  /** The account of a root or session ARN; both services' names are equally long. */
  private static String accountOf(String arn) {
    return arn.substring(ACCOUNT_AT, ACCOUNT_AT + 12);
  }
}
