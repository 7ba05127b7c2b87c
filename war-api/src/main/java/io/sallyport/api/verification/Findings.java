package io.sallyport.api.verification;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.request.Capability;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/** What a test found so far, and the state that follows from it. */
final class Findings {
  /** What is told, and decides nothing else: requests that were agreed to go on. */
  private static final Set<Check> BESIDE = EnumSet.of(Check.NOTHING_MORE, Check.ROLE_AS_AGREED);

  private final Map<Check, CheckResult> found = new EnumMap<>(Check.class);
  private final List<CheckResult> permissions = new ArrayList<>();

  void add(Check check, CheckOutcome outcome) {
    add(CheckResult.of(check, outcome, null));
  }

  void add(CheckResult result) {
    if (result.check() == Check.PERMISSION) {
      permissions.add(result);
    } else {
      found.put(result.check(), result);
    }
  }

  /**
   * What follows from how AWS answered what the connection was not made for.
   *
   * @param refusals by what it was; empty where it was allowed
   */
  static CheckResult nothingMore(Map<String, Optional<SdkException>> refusals) {
    String allowed =
        refusals.entrySet().stream()
            .filter(each -> each.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!allowed.isEmpty()) {
      return new CheckResult(
          Check.NOTHING_MORE, allowed, CheckOutcome.MORE_ALLOWED, /* aws= */ null);
    }
    // AWS says of some that what is named does not exist, before it says whether it is allowed.
    List<SdkException> told =
        refusals.values().stream()
            .flatMap(Optional::stream)
            .filter(each -> !AwsProblems.isRejected(each) || AwsProblems.isDenied(each))
            .toList();
    return told.stream()
        .filter(each -> !AwsProblems.isDenied(each))
        .findFirst()
        .map(
            each ->
                CheckResult.of(
                    Check.NOTHING_MORE,
                    SdkOperations.transientOutcome(each),
                    AwsProblems.error(each)))
        .orElseGet(
            () ->
                CheckResult.of(
                    Check.NOTHING_MORE,
                    told.isEmpty() && !refusals.isEmpty()
                        ? CheckOutcome.NOT_REHEARSED
                        : CheckOutcome.NOTHING_MORE,
                    /* aws= */ null));
  }

  boolean allPassed() {
    return all().allMatch(result -> result.outcome().passed());
  }

  private Stream<CheckResult> all() {
    return Stream.concat(found.values().stream(), permissions.stream());
  }

  /** Every check of such a connection in order; what was not tried is said so. */
  List<CheckResult> results(ConnectionWay way, Set<Capability> capabilities) {
    List<CheckResult> all = new ArrayList<>();
    for (Check check : Check.values()) {
      if (check != Check.PERMISSION && check.isOf(way, capabilities)) {
        all.add(found.getOrDefault(check, CheckResult.of(check, CheckOutcome.SKIPPED, null)));
      }
    }
    all.addAll(permissions);
    return all;
  }

  /**
   * The state that follows. A role or node that let in whom it must not is unsafe whatever else was
   * found; an answer that AWS did not give changes nothing; one that lacks a permission is used for
   * the rest, and one that has more than was agreed for what was.
   */
  ConnectionState state(ConnectionState before) {
    boolean unsure =
        all()
            .anyMatch(
                result -> !BESIDE.contains(result.check()) && result.outcome().isUnanswered());
    boolean differs =
        before == ConnectionState.DEGRADED
            && all()
                .anyMatch(
                    result -> BESIDE.contains(result.check()) && result.outcome().isUnanswered());
    boolean wrong = false;
    for (CheckResult result : all().toList()) {
      switch (result.outcome()) {
        case LET_IN, STRANGER_LET_IN -> {
          return ConnectionState.UNSAFE;
        }
        case TRAIL_DIFFERS, ACCOUNT_DIFFERS, NODE_NOT_TRUSTED -> wrong = true;
        case NOT_ALLOWED, NODE_LACKS, MORE_ALLOWED, NOT_AS_AGREED, ROLE_UNREADABLE ->
            differs = true;
        case THROTTLED,
            UNREACHABLE,
            NODE_UNREACHABLE,
            NODE_FAILED,
            OPENED,
            OPENING_REFUSED,
            REFUSED_AS_IT_MUST,
            ENTERED,
            NOT_LET_IN,
            NOT_NAMED,
            NODE_REACHED,
            NODE_ADDRESS_REFUSED,
            NODE_REVOKED,
            STRANGER_REFUSED,
            NODE_ANSWERED,
            NODE_REFUSED_US,
            TRAIL_CONTINUES,
            ACCOUNT_MATCHES,
            NOTHING_MORE,
            AS_AGREED,
            ALLOWED,
            NOT_REHEARSED,
            SKIPPED -> {}
      }
    }
    // What was found wrong is so, whatever was not answered besides.
    if (unsure && !wrong) {
      return before;
    }
    boolean entered =
        found.values().stream()
                .allMatch(result -> result.outcome().passed() || BESIDE.contains(result.check()))
            && found.containsKey(Check.ACCOUNT_MATCHES);
    if (!entered) {
      return ConnectionState.BROKEN;
    }
    return differs ? ConnectionState.DEGRADED : ConnectionState.VERIFIED;
  }
}
