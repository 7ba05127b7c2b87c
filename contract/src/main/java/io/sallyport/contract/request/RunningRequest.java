package io.sallyport.contract.request;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A request that is under way on a decrypt node.
 *
 * @param requestId names it
 * @param connection through which connection
 * @param person who asked
 * @param service e.g. {@code ec2}
 * @param operation e.g. {@code DescribeInstances}
 * @param region region's code
 * @param since when the node began
 * @param ends whether it was told to end already
 */
public record RunningRequest(
    UUID requestId,
    UUID connection,
    UUID person,
    String service,
    String operation,
    String region,
    Instant since,
    boolean ends) {
  public RunningRequest {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(connection, "connection");
    Objects.requireNonNull(person, "person");
    Objects.requireNonNull(since, "since");
  }

  /** As it begins. */
  public static RunningRequest of(ServiceRequest request, Instant since) {
    return new RunningRequest(
        request.requestId(),
        request.connection(),
        request.actor().person(),
        request.service(),
        request.operation(),
        request.region(),
        since,
        false);
  }

  /** The same, which was told to end. */
  public RunningRequest ending() {
    return new RunningRequest(
        requestId, connection, person, service, operation, region, since, true);
  }
}
