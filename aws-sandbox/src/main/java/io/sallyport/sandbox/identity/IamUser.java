package io.sallyport.sandbox.identity;

import io.sallyport.sandbox.policy.PrincipalChain;
import java.util.List;

/**
 * A user calling with its access key, or with the temporary keys of GetSessionToken.
 *
 * @param temporary whether the keys are temporary, which IAM does not accept
 */
public record IamUser(
    String accountId, String name, String userId, String principalArn, boolean temporary)
    implements Caller {
  @Override
  public String arn() {
    return principalArn;
  }

  @Override
  public PrincipalChain chain() {
    return new PrincipalChain(accountId, List.of(principalArn));
  }
}
