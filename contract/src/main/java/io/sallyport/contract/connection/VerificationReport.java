package io.sallyport.contract.connection;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The result of testing a connection.
 *
 * @param connection the connection
 * @param version the version of its sealed details that was tested
 * @param state the state that follows
 * @param checks each check in order
 */
public record VerificationReport(
    UUID connection, int version, ConnectionState state, List<CheckResult> checks) {
  public VerificationReport {
    Objects.requireNonNull(connection, "connection");
    Objects.requireNonNull(state, "state");
    checks = List.copyOf(checks);
  }

  /** Whether the company's node holds no connection to whoever tested; another may have one. */
  public boolean lacksConnection() {
    return checks.stream()
        .anyMatch(
            check ->
                check.check() == Check.NODE_REACHED
                    && check.outcome() == CheckOutcome.NODE_NOT_DIALLED);
  }

  /**
   * Whether AWS, or the node, answered everything that was asked; otherwise nothing new is known.
   */
  public boolean isConclusive() {
    return checks.stream().map(CheckResult::outcome).noneMatch(CheckOutcome::isUnanswered);
  }
}
