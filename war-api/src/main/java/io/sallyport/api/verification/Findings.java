package io.sallyport.api.verification;

import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a test found so far, and the state that follows from it. */
final class Findings {
  private final Map<Check, CheckResult> found = new EnumMap<>(Check.class);

  void add(Check check, CheckOutcome outcome) {
    add(new CheckResult(check, outcome, null));
  }

  void add(CheckResult result) {
    found.put(result.check(), result);
  }

  boolean allPassed() {
    return found.values().stream().allMatch(result -> result.outcome().passed());
  }

  /** Every check in order; what was not tried is said so. */
  List<CheckResult> results() {
    List<CheckResult> all = new ArrayList<>();
    for (Check check : Check.values()) {
      all.add(found.getOrDefault(check, new CheckResult(check, CheckOutcome.SKIPPED, null)));
    }
    return all;
  }

  /**
   * The state that follows. A role that let us in wrongly is unsafe whatever else was found; an
   * answer that AWS did not give changes nothing.
   */
  ConnectionState state(ConnectionState before) {
    boolean unsure = false;
    for (CheckResult result : found.values()) {
      switch (result.outcome()) {
        case LET_IN -> {
          return ConnectionState.UNSAFE;
        }
        case THROTTLED, UNREACHABLE -> unsure = true;
        case OPENED,
            OPENING_REFUSED,
            REFUSED_AS_IT_MUST,
            ENTERED,
            NOT_LET_IN,
            ACCOUNT_MATCHES,
            ACCOUNT_DIFFERS,
            SKIPPED -> {}
      }
    }
    if (unsure) {
      return before;
    }
    return allPassed() && found.containsKey(Check.ACCOUNT_MATCHES)
        ? ConnectionState.VERIFIED
        : ConnectionState.BROKEN;
  }
}
