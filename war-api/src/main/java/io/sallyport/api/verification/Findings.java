package io.sallyport.api.verification;

import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a test found so far, and the state that follows from it. */
final class Findings {
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

  boolean allPassed() {
    return all().allMatch(result -> result.outcome().passed());
  }

  private Stream<CheckResult> all() {
    return Stream.concat(found.values().stream(), permissions.stream());
  }

  /** Every check of a connection of that kind in order; what was not tried is said so. */
  List<CheckResult> results(ConnectionWay way) {
    List<CheckResult> all = new ArrayList<>();
    for (Check check : Check.values()) {
      if (check != Check.PERMISSION && check.isOf(way)) {
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
    boolean unsure = all().anyMatch(result -> result.outcome().isUnanswered());
    boolean differs = false;
    boolean wrong = false;
    for (CheckResult result : all().toList()) {
      switch (result.outcome()) {
        case LET_IN, STRANGER_LET_IN -> {
          return ConnectionState.UNSAFE;
        }
        case TRAIL_DIFFERS, ACCOUNT_DIFFERS, NODE_NOT_TRUSTED -> wrong = true;
        case NOT_ALLOWED, NODE_LACKS, MORE_ALLOWED -> differs = true;
        case THROTTLED,
            UNREACHABLE,
            NODE_UNREACHABLE,
            NODE_FAILED,
            OPENED,
            OPENING_REFUSED,
            REFUSED_AS_IT_MUST,
            ENTERED,
            NOT_LET_IN,
            NODE_REACHED,
            NODE_ADDRESS_REFUSED,
            NODE_REVOKED,
            STRANGER_REFUSED,
            NODE_ANSWERED,
            NODE_REFUSED_US,
            TRAIL_CONTINUES,
            ACCOUNT_MATCHES,
            NOTHING_MORE,
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
                .allMatch(
                    result -> result.outcome().passed() || result.check() == Check.NOTHING_MORE)
            && found.containsKey(Check.ACCOUNT_MATCHES);
    if (!entered) {
      return ConnectionState.BROKEN;
    }
    return differs ? ConnectionState.DEGRADED : ConnectionState.VERIFIED;
  }
}
