package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.RoleSession;
import io.sallyport.sandbox.policy.Decision;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyQuestion;
import io.sallyport.sandbox.policy.RequestFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Allows a request only if a policy of the caller allows it, none denies it, and the session
 * policy, where there is one, allows it too.
 */
public final class Authorizer {
  private final Cloud cloud;
  private final Clock clock;

  public Authorizer(Cloud cloud, Clock clock) {
    this.cloud = cloud;
    this.clock = clock;
  }

  /** A decision and, for a refusal, the end of AWS's sentence about it. */
  public record Verdict(Decision decision, String because) {}

  /** What the caller's own policies say. */
  public Verdict decide(Caller caller, PolicyQuestion question) {
    Decision identity =
        cloud.policiesOf(caller).stream()
            .map(policy -> policy.decide(question))
            .reduce(Decision.IMPLICIT_DENY, Decision::or);
    Decision session = narrowed(caller, question);
    if (identity == Decision.EXPLICIT_DENY) {
      return new Verdict(identity, "with an explicit deny in an identity-based policy");
    }
    if (session == Decision.EXPLICIT_DENY) {
      return new Verdict(session, "with an explicit deny in a session policy");
    }
    if (identity == Decision.IMPLICIT_DENY) {
      return new Verdict(identity, noneAllows("identity-based", question));
    }
    if (session == Decision.IMPLICIT_DENY) {
      return new Verdict(session, noneAllows("session", question));
    }
    return new Verdict(Decision.ALLOW, "");
  }

  /** What the caller's session policy says; without one, nothing is taken away. */
  public Decision narrowed(Caller caller, PolicyQuestion question) {
    Optional<PolicyDocument> narrowing =
        caller instanceof RoleSession session ? session.sessionPolicy() : Optional.empty();
    return narrowing.map(policy -> policy.decide(question)).orElse(Decision.ALLOW);
  }

  /**
   * Whether a caller is let in by both sides: by the policy of the resource (a role's trust, a
   * key's policy), and by the caller's own, unless the first names a caller of the resource's own
   * account directly.
   *
   * @param owner the account of the resource
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">Cross-account
   *     policy evaluation</a>
   */
  public boolean isLetIn(
      Caller caller, String owner, PolicyDocument resourcePolicy, PolicyQuestion question) {
    Decision own = decide(caller, question).decision();
    return switch (resourcePolicy.trusts(caller.chain(), question)) {
      case NOT_TRUSTED, DENIED -> false;
      case ACCOUNT_TRUSTED -> own == Decision.ALLOW;
      case CALLER_TRUSTED ->
          own == Decision.ALLOW
              || (owner.equals(caller.accountId())
                  && own == Decision.IMPLICIT_DENY
                  && narrowed(caller, question) == Decision.ALLOW);
    };
  }

  /** The condition keys that follow from who calls, when, from where and to which region. */
  RequestFacts facts(
      Caller caller, String region, String address, boolean secure, String userAgent) {
    Instant now = clock.instant();
    RequestFacts facts =
        RequestFacts.none()
            .with("aws:PrincipalArn", caller.principalArn())
            .with("aws:PrincipalAccount", caller.accountId())
            .with("aws:userid", caller.userId())
            .with("aws:PrincipalIsAWSService", "false")
            .with("aws:RequestedRegion", region)
            .with("aws:CurrentTime", now.toString())
            .with("aws:EpochTime", String.valueOf(now.getEpochSecond()))
            .with("aws:SourceIp", address)
            .with("aws:SecureTransport", String.valueOf(secure))
            .with("aws:UserAgent", userAgent)
            .withEach("aws:PrincipalTag/", cloud.tagsOf(caller));
    if (caller instanceof RoleSession session) {
      RequestFacts more =
          facts
              .with("aws:PrincipalType", "AssumedRole")
              .with("aws:MultiFactorAuthPresent", "false")
              .with("aws:TokenIssueTime", session.issued().toString());
      return session.sourceIdentity().map(s -> more.with("aws:SourceIdentity", s)).orElse(more);
    }
    IamUser user = (IamUser) caller;
    RequestFacts more = facts.with("aws:PrincipalType", "User").with("aws:username", user.name());
    return user.temporary() ? more.with("aws:MultiFactorAuthPresent", "false") : more;
  }

  private static String noneAllows(String kind, PolicyQuestion question) {
    return "because no " + kind + " policy allows the " + question.action() + " action";
  }
}
