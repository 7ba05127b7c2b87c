package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;

/** The policy of a key that was made without one. */
public final class KeyPolicies {
  private KeyPolicies() {}

  /**
   * Lets the account's own policies decide.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html">Default
   *     key policy</a>
   */
  public static PolicyDocument ofAccount(String accountId) {
    return PolicyDocument.parse(
        """
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : { "AWS" : "arn:aws:iam::%s:root" },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }"""
            .formatted(accountId),
        PolicyKind.KEY);
  }
}
