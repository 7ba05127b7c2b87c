package io.sallyport.api.verification;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.aws.CallerIdentity;
import io.sallyport.api.credentials.Attribution;
import io.sallyport.api.credentials.Entry;
import io.sallyport.api.credentials.HeldSessions;
import io.sallyport.api.credentials.RoleSessions;
import io.sallyport.api.dispatch.HeldAccess;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionRecords;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.error.Problems;
import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.Permission;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.AccountVault;
import io.sallyport.contract.vault.CrossAccountRole;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.SealedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Tests a connection: the role must refuse us without an External ID and with a random one, let us
 * in with the right one, and belong to the account that the customer typed. A role that lets the
 * first two in is unsafe, and is not entered any further. Then each operation that the connection
 * was made for is rehearsed, and a few that it was not made for, in a session that would let them
 * through: those the role itself must refuse.
 */
@ApplicationScoped
public class Verifier {
  private static final List<Permission> IDENTITY_ONLY =
      List.of(Permission.of("sts:GetCallerIdentity"));

  private static final int MOST_UNANSWERED = 2;

  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private SdkOperations operations;
  @Inject private NodeTest nodeTest;
  @Inject private RoleReview roleReview;
  @Inject private RoleSessions sessions;
  @Inject private HeldSessions held;
  @Inject private HeldAccess nodes;
  @Inject private CallerIdentity callers;
  @Inject private AuditTrail trail;
  @Inject private ConnectionRecords records;
  @Inject private AccountVault vault;

  /** Tests, writes what was found, and reports it. */
  public VerificationReport verify(VerificationOrder order) {
    ConnectionId connection = new ConnectionId(order.connection());
    ConnectionStanding before = records.standing(order.actor(), connection);
    SealedRecord sealed = records.sealed(order.actor(), connection);
    AuditEntry entry =
        AuditEntry.of(order.actor(), AuditAction.CONNECTION_TEST, connection, order.requestId())
            .with("version", sealed.context().version());
    UUID intent = trail.intend(entry);
    VerificationReport report;
    try {
      Findings findings = new Findings();
      test(order, sealed, before.capabilities(), findings);
      report =
          new VerificationReport(
              order.connection(),
              sealed.context().version(),
              // How other details stood says nothing of these.
              findings.state(
                  before.version() == sealed.context().version()
                      ? before.state()
                      : ConnectionState.UNTESTED),
              findings.results(before.way(), before.capabilities()));
      records.conclude(order.actor(), report);
      if (!report.state().isUsable()) {
        held.drop(order.actor().tenantId(), connection);
        nodes.drop(order.actor().tenantId(), connection);
      }
    } catch (RuntimeException e) {
      trail.conclude(entry, intent, Problems.from(e).code());
      throw e;
    }
    trail.conclude(entry, intent, report.state().name().toLowerCase(Locale.ROOT));
    return report;
  }

  private void test(
      VerificationOrder order,
      SealedRecord sealed,
      Set<Capability> capabilities,
      Findings findings) {
    AccountInformation account;
    try {
      account = vault.open(sealed, order.actor(), order.requestId());
    } catch (ProblemException e) {
      if (e.problem().errorCode() != ErrorCode.OPENING_REFUSED) {
        throw e;
      }
      findings.add(Check.OPEN, CheckOutcome.OPENING_REFUSED);
      return;
    }
    findings.add(Check.OPEN, CheckOutcome.OPENED);
    if (account instanceof OnPremiseAccess access) {
      nodeTest.test(order, access, capabilities, findings);
    } else if (account instanceof CrossAccountRole role) {
      test(order, role, capabilities, findings);
    }
  }

  private void test(
      VerificationOrder order,
      CrossAccountRole account,
      Set<Capability> capabilities,
      Findings findings) {
    mustBeRefused(order, account, findings, Check.WITHOUT_EXTERNAL_ID, Optional.empty());
    mustBeRefused(
        order, account, findings, Check.RANDOM_EXTERNAL_ID, Optional.of(ExternalId.random()));
    if (findings.allPassed()) {
      mustLetUsIn(order, account, capabilities, findings);
    }
  }

  /**
   * Also without naming anybody: a role may let us in and only refuse to have the person named,
   * which whoever is no friend would leave out.
   */
  private void mustBeRefused(
      VerificationOrder order,
      CrossAccountRole account,
      Findings findings,
      Check check,
      Optional<ExternalId> wrong) {
    Attempt attempt =
        attempt(order, account, check, wrong, Optional.of(attribution(order)), IDENTITY_ONLY);
    if (attempt.refusal().filter(AwsProblems::isDenied).isPresent()) {
      attempt = attempt(order, account, check, wrong, Optional.empty(), IDENTITY_ONLY);
    }
    findings.add(
        CheckResult.of(
            check,
            attempt
                .refusal()
                .map(
                    e ->
                        AwsProblems.isDenied(e)
                            ? CheckOutcome.REFUSED_AS_IT_MUST
                            : SdkOperations.transientOutcome(e))
                .orElse(CheckOutcome.LET_IN),
            attempt.refusal().map(AwsProblems::error).orElse(null)));
  }

  private static Attribution attribution(VerificationOrder order) {
    return new Attribution(order.actor().tenantId(), order.actor().personId(), "connection.test");
  }

  private void mustLetUsIn(
      VerificationOrder order,
      CrossAccountRole account,
      Set<Capability> capabilities,
      Findings findings) {
    Optional<ExternalId> right = Optional.of(records.externalId(order.actor()));
    Attempt attempt =
        attempt(
            order,
            account,
            Check.RIGHT_EXTERNAL_ID,
            right,
            Optional.of(attribution(order)),
            allowList.permissions(capabilities));
    if (attempt.refusal().isPresent()) {
      SdkException refusal = attempt.refusal().get();
      findings.add(
          CheckResult.of(
              Check.RIGHT_EXTERNAL_ID,
              AwsProblems.isDenied(refusal)
                  ? whyNot(order, account, right)
                  : SdkOperations.transientOutcome(refusal),
              AwsProblems.error(refusal)));
      return;
    }
    findings.add(Check.RIGHT_EXTERNAL_ID, CheckOutcome.ENTERED);
    try {
      AwsAccountId found = callers.account(attempt.credentials(), region(account));
      findings.add(
          Check.ACCOUNT_MATCHES,
          found.equals(account.account())
              ? CheckOutcome.ACCOUNT_MATCHES
              : CheckOutcome.ACCOUNT_DIFFERS);
    } catch (SdkException e) {
      findings.add(
          CheckResult.of(
              Check.ACCOUNT_MATCHES, SdkOperations.transientOutcome(e), AwsProblems.error(e)));
    }
    if (findings.allPassed()) {
      if (permissions(order, account, capabilities, attempt.credentials(), findings)) {
        nothingMore(order, account, capabilities, findings);
        if (capabilities.contains(Capability.WATCH_ROLE)) {
          findings.add(
              roleReview.review(
                  order,
                  account,
                  right.get(),
                  capabilities,
                  region(account),
                  attempt.credentials()));
        }
      }
    }
  }

  /**
   * AWS says alike that we are not trusted, and that we are not to tag a session or name a person.
   */
  private CheckOutcome whyNot(
      VerificationOrder order, CrossAccountRole account, Optional<ExternalId> right) {
    return attempt(order, account, Check.RIGHT_EXTERNAL_ID, right, Optional.empty(), IDENTITY_ONLY)
            .refusal()
            .isEmpty()
        ? CheckOutcome.NOT_NAMED
        : CheckOutcome.NOT_LET_IN;
  }

  /**
   * Tries each operation that the connection was made for, without doing anything. An account that
   * gives no answers is not waited for operation by operation: others wait to be tested, too.
   *
   * @return whether it is worth asking further
   */
  private boolean permissions(
      VerificationOrder order,
      CrossAccountRole account,
      Set<Capability> capabilities,
      AwsCredentialsProvider credentials,
      Findings findings) {
    int unanswered = 0;
    for (AllowedOperation operation : allowList.operations(capabilities)) {
      if (!SdkOperations.isRehearsed(operation, region(account))) {
        continue;
      }
      String actions = String.join(", ", operation.actions());
      if (unanswered == MOST_UNANSWERED) {
        findings.add(
            new CheckResult(Check.PERMISSION, actions, CheckOutcome.SKIPPED, /* aws= */ null));
        continue;
      }
      Optional<SdkException> refusal =
          operations.rehearse(
              operation, region(account), credentials, new ConnectionId(order.connection()));
      CheckOutcome outcome =
          refusal.map(e -> SdkOperations.rehearsed(operation, e)).orElse(CheckOutcome.ALLOWED);
      findings.add(
          new CheckResult(
              Check.PERMISSION, actions, outcome, refusal.map(AwsProblems::error).orElse(null)));
      unanswered += outcome.isUnanswered() ? 1 : 0;
    }
    return unanswered < MOST_UNANSWERED;
  }

  /**
   * One probe for each capability, once for each test: the account's own watch sees each that is
   * refused. What a role allows beyond is asked for as little as can be, and what AWS answers to it
   * is dropped.
   */
  private void nothingMore(
      VerificationOrder order,
      CrossAccountRole account,
      Set<Capability> capabilities,
      Findings findings) {
    Region region = region(account);
    List<AllowedOperation> others =
        allowList.beyond(capabilities, operation -> SdkOperations.isRehearsed(operation, region));
    List<AllowedOperation> conditioned =
        allowList.operations(capabilities).stream()
            .filter(operation -> operation.beyond().isPresent())
            .toList();
    List<Permission> asked =
        Stream.concat(others.stream(), conditioned.stream())
            .flatMap(operation -> operation.actions().stream())
            .distinct()
            .map(Permission::of)
            .toList();
    if (asked.isEmpty()) {
      findings.add(Check.NOTHING_MORE, CheckOutcome.NOTHING_MORE);
      return;
    }
    Attempt attempt =
        attempt(
            order,
            account,
            Check.NOTHING_MORE,
            Optional.of(records.externalId(order.actor())),
            Optional.of(attribution(order)),
            asked);
    if (attempt.refusal().isPresent()) {
      SdkException refusal = attempt.refusal().get();
      findings.add(
          CheckResult.of(
              Check.NOTHING_MORE,
              SdkOperations.transientOutcome(refusal),
              AwsProblems.error(refusal)));
      return;
    }
    findings.add(
        nothingMore(
            others,
            conditioned,
            region,
            attempt.credentials(),
            new ConnectionId(order.connection())));
  }

  private CheckResult nothingMore(
      List<AllowedOperation> others,
      List<AllowedOperation> conditioned,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    Map<String, Optional<SdkException>> refusals = new LinkedHashMap<>();
    for (AllowedOperation each : others) {
      refusals.put(
          each.actions().get(0), operations.rehearse(each, region, credentials, connection));
    }
    for (AllowedOperation each : conditioned) {
      refusals.put(
          each.actions().get(0) + " without the template's condition",
          operations.rehearseBeyond(each, region, credentials, connection));
    }
    return Findings.nothingMore(refusals);
  }

  /** How an attempt to enter ended: with credentials, or refused. */
  private record Attempt(AwsCredentialsProvider credentials, Optional<SdkException> refusal) {}

  private Attempt attempt(
      VerificationOrder order,
      CrossAccountRole account,
      Check check,
      Optional<ExternalId> externalId,
      Optional<Attribution> attribution,
      List<Permission> permissions) {
    Entry way =
        new Entry(
            account.role(),
            externalId,
            attribution,
            order.requestId(),
            region(account),
            permissions,
            /* resources= */ List.of());
    AuditEntry entry =
        AuditEntry.of(order.actor(), AuditAction.ROLE_ASSUME, order.connection(), order.requestId())
            .with("check", check.name())
            .with("session", way.sessionName())
            .with("region", way.region().id());
    UUID intent = trail.intend(entry);
    Attempt attempt;
    try {
      attempt = new Attempt(sessions.enter(way).credentials(), Optional.empty());
    } catch (SdkException e) {
      attempt = new Attempt(null, Optional.of(e));
    } catch (RuntimeException e) {
      trail.conclude(entry, intent, Problems.from(e).code());
      throw e;
    }
    trail.conclude(
        entry,
        intent,
        attempt.refusal().map(e -> "aws:" + AwsProblems.error(e).code()).orElse("ok"));
    return attempt;
  }

  private static Region region(CrossAccountRole account) {
    return Region.of(account.regions().get(0).value());
  }
}
