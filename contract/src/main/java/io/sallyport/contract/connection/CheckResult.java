package io.sallyport.contract.connection;

import io.sallyport.contract.error.AwsError;
import java.util.Objects;

/**
 * One check and how it ended.
 *
 * @param check what was tried
 * @param outcome how it ended
 * @param aws AWS's own error, or null when AWS did not refuse
 */
public record CheckResult(Check check, CheckOutcome outcome, AwsError aws) {
  public CheckResult {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(outcome, "outcome");
  }
}
