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
  /** How many characters of a subject the database keeps. */
  public static final int LONGEST_SUBJECT = 512;

  public CheckResult {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(outcome, "outcome");
    // What a test found is kept, whatever there is to say of it.
    if (subject != null && subject.length() > LONGEST_SUBJECT) {
      subject = subject.substring(0, LONGEST_SUBJECT);
    }
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
