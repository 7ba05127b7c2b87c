package io.sallyport.contract.onpremise;

import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.error.AwsError;
import java.util.Objects;

/**
 * Whether AWS would allow an operation.
 *
 * @param outcome a rehearsal's
 * @param aws AWS's own error, or null
 */
public record RehearsalAnswer(CheckOutcome outcome, AwsError aws) {
  public RehearsalAnswer {
    Objects.requireNonNull(outcome, "outcome");
  }
}
