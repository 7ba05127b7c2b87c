package io.sallyport.sandbox.sts;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Arn;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.account.Sessions;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.identity.RoleSession;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.policy.PolicyQuestion;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.XmlBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * AssumeRole: opens a session only if the role's trust policy lets the caller in and, unless the
 * trust names a caller of the role's own account directly, the caller's own policies allow it too.
 *
 * <p>Passing a source identity or tags needs sts:SetSourceIdentity or sts:TagSession on both sides
 * likewise. A role that does not exist is refused like one that trusts somebody else.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
final class RoleAssumption {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:\\/-]*");
  private static final Pattern ANYTHING = Pattern.compile("[\\s\\S]*");
  private static final int SHORTEST_SECONDS = 900;
  private static final int CHAINED_SECONDS = 3600;
  private static final int LARGEST_SESSION_POLICY = 2048;
  private final Sessions sessions;

  RoleAssumption(Sessions sessions) {
    this.sessions = sessions;
  }

  /** What was asked, within the documented bounds. */
  private record Request(
      String roleArn,
      String sessionName,
      Optional<String> externalId,
      Optional<String> sourceIdentity,
      Optional<PolicyDocument> sessionPolicy,
      Map<String, String> tags,
      int seconds) {}

  Answer perform(Call call) {
    Request request = read(call);
    Optional<RoleSession> chainedFrom =
        Optional.of(call.caller())
            .filter(RoleSession.class::isInstance)
            .map(RoleSession.class::cast);
    Optional<String> carried = chainedFrom.flatMap(RoleSession::sourceIdentity);
    Role role =
        call.cloud()
            .role(request.roleArn())
            .filter(
                found ->
                    call.cloud().account(found.accountId()).map(Account::isActive).orElse(false))
            .orElseThrow(() -> call.refusal("sts:AssumeRole", request.roleArn(), ""));
    if (carried.isPresent()
        && request.sourceIdentity().isPresent()
        && !carried.equals(request.sourceIdentity())) {
      throw call.refusal("sts:SetSourceIdentity", role.arn(), "");
    }
    Optional<String> sourceIdentity = request.sourceIdentity().or(() -> carried);
    for (String action : actions(sourceIdentity, request)) {
      requireBothSides(call, role, action, facts(call, request, sourceIdentity, role));
    }
    checkLength(request, role, chainedFrom.isPresent());
    RoleSession session =
        new RoleSession(
            role.accountId(),
            role.name(),
            role.id(),
            role.arn(),
            request.sessionName(),
            sourceIdentity,
            request.sessionPolicy(),
            request.tags(),
            call.now());
    SigningKey key = sessions.open(session, Duration.ofSeconds(request.seconds()));
    return Answer.of(xml -> write(xml, session, key));
  }

  private static Request read(Call call) {
    StsParameters parameters = new StsParameters(call.parameters());
    String roleArn = parameters.required("RoleArn", 20, 2048, ANYTHING);
    if (Arn.parse(roleArn).filter(arn -> arn.kind() == Arn.Kind.ROLE).isEmpty()) {
      throw StsParameters.invalid(roleArn + " is invalid");
    }
    String sessionName = parameters.required("RoleSessionName", 2, 64, NAME);
    Optional<String> sourceIdentity = parameters.optional("SourceIdentity", 2, 64, NAME);
    Optional<PolicyDocument> policy =
        parameters
            .optional("Policy", 1, LARGEST_SESSION_POLICY, ANYTHING)
            .map(text -> PolicyDocument.parse(text, PolicyKind.SESSION));
    return new Request(
        roleArn,
        sessionName,
        parameters.optional("ExternalId", 2, 1224, EXTERNAL_ID),
        sourceIdentity,
        policy,
        call.parameters().tags("Tags.member"),
        parameters.duration(
            SHORTEST_SECONDS, Role.LONGEST_SESSION_SECONDS, Role.DEFAULT_SESSION_SECONDS));
  }

  private static List<String> actions(Optional<String> sourceIdentity, Request request) {
    List<String> actions = new ArrayList<>(List.of("sts:AssumeRole"));
    if (sourceIdentity.isPresent()) {
      actions.add("sts:SetSourceIdentity");
    }
    if (!request.tags().isEmpty()) {
      actions.add("sts:TagSession");
    }
    return actions;
  }

  private static RequestFacts facts(
      Call call, Request request, Optional<String> sourceIdentity, Role role) {
    RequestFacts facts =
        call.facts()
            .with("sts:RoleSessionName", request.sessionName())
            .withEach("aws:RequestTag/", request.tags())
            .withEach("aws:ResourceTag/", role.tags())
            .withEach("iam:ResourceTag/", role.tags())
            .with("aws:TagKeys", List.copyOf(request.tags().keySet()))
            .with("aws:ResourceAccount", role.accountId());
    facts = request.externalId().map(withFact(facts, "sts:ExternalId")).orElse(facts);
    return sourceIdentity.map(withFact(facts, "sts:SourceIdentity")).orElse(facts);
  }

  private static Function<String, RequestFacts> withFact(RequestFacts facts, String key) {
    return value -> facts.with(key, value);
  }

  private static void requireBothSides(Call call, Role role, String action, RequestFacts facts) {
    PolicyQuestion question = new PolicyQuestion(action, role.arn(), facts);
    if (!call.authorizer().isLetIn(call.caller(), role.accountId(), role.trust(), question)) {
      throw call.refusal(action, role.arn(), "");
    }
  }

  private static void checkLength(Request request, Role role, boolean chained) {
    if (chained && request.seconds() > CHAINED_SECONDS) {
      throw StsParameters.invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
              + " role chaining");
    }
    if (request.seconds() > role.maxSessionSeconds()) {
      throw StsParameters.invalid(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
  }

  private static void write(XmlBody xml, RoleSession session, SigningKey key) {
    session.sourceIdentity().ifPresent(identity -> xml.text("SourceIdentity", identity));
    xml.inside(
        "AssumedRoleUser",
        () -> xml.text("AssumedRoleId", session.userId()).text("Arn", session.arn()));
    StsOperations.credentials(xml, key);
  }
}
