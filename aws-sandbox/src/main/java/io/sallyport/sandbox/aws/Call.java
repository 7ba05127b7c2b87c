package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.policy.Decision;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyQuestion;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.time.Instant;

/**
 * One authenticated request on its way through an operation.
 *
 * @param facts the condition keys that every operation has
 */
public record Call(
    AwsService service,
    String action,
    String region,
    Caller caller,
    Parameters parameters,
    String requestId,
    Instant now,
    RequestFacts facts,
    Cloud cloud,
    Authorizer authorizer) {

  /** The caller's account, which is in use or the signature would not have been accepted. */
  public Account account() {
    return cloud.account(caller.accountId()).orElseThrow();
  }

  /** Goes on only if the caller may do this operation to that resource. */
  public void require(String resource, RequestFacts allFacts) {
    requireAction(service.scopeName() + ":" + action, resource, allFacts);
  }

  /** Goes on only if the caller may do that action to that resource. */
  public void requireAction(String iamAction, String resource, RequestFacts allFacts) {
    Authorizer.Verdict verdict =
        authorizer.decide(caller, new PolicyQuestion(iamAction, resource, allFacts));
    if (verdict.decision() != Decision.ALLOW) {
      throw refusal(iamAction, resource, verdict.because());
    }
  }

  /**
   * Goes on only if the policy of that resource and the caller's own let the caller do this
   * operation.
   */
  public void require(
      String resource, String owner, PolicyDocument resourcePolicy, RequestFacts allFacts) {
    String iamAction = service.scopeName() + ":" + action;
    PolicyQuestion question = new PolicyQuestion(iamAction, resource, allFacts);
    if (!authorizer.isLetIn(caller, owner, resourcePolicy, question)) {
      throw refusal(iamAction, resource, "because no policy allows the " + iamAction + " action");
    }
  }

  /** The refusal of an action in this service's words. */
  public AwsFault refusal(String iamAction, String resource, String because) {
    return service.dialect().unauthorized(caller.arn(), iamAction, resource, because);
  }
}
