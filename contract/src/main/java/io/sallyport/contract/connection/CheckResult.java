package io.sallyport.contract.connection;

import io.sallyport.contract.error.AwsError;
import java.util.Objects;

/**
 * One check and how it ended.
 *
 * @param check what was tried
 * @param subject which permission, what is allowed beyond those, or what differs; null for every
 *     other check
 * @param outcome how it ended
 * @param aws AWS's own error, or null when AWS did not refuse
 */
public record CheckResult(Check check, String subject, CheckOutcome outcome, AwsError aws) {
  public CheckResult {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** One of what is no permission. */
  public static CheckResult of(Check check, CheckOutcome outcome, AwsError aws) {
    return new CheckResult(check, null, outcome, aws);
  }

  /** For people. */
  public String label() {
    if (subject == null) {
      return check.label();
    }
    return switch (check) {
      case NOTHING_MORE -> "Beyond what was agreed, the role allows " + subject;
      case ROLE_AS_AGREED -> "Other than was agreed, the role " + subject;
      default -> check.label() + " " + subject;
    };
  }
}
