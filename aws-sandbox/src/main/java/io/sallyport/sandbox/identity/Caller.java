package io.sallyport.sandbox.identity;

import io.sallyport.sandbox.policy.PrincipalChain;

/** Whoever signed a request, as AWS names them in ARNs and in CloudTrail. */
public sealed interface Caller permits IamUser, RoleSession {
  /** The account that the caller belongs to. */
  String accountId();

  /** The ARN that GetCallerIdentity answers and refusals mention. */
  String arn();

  /** The ARN of the user, or of the role behind the session: {@code aws:PrincipalArn}. */
  String principalArn();

  /** The unique id that GetCallerIdentity answers: {@code aws:userid}. */
  String userId();

  /** The ways in which a trust policy may name this caller. */
  PrincipalChain chain();
}
