package io.sallyport.contract.request;

import io.sallyport.contract.identity.Actor;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One AWS operation to be done in a customer's account.
 *
 * @param requestId names this request on every node and in the AWS session's name
 * @param actor who asked
 * @param connection through which connection
 * @param service AWS service as the allow-list names it, e.g. {@code ec2}
 * @param operation e.g. {@code DescribeInstances}
 * @param region region's code
 * @param parameters the operation's parameters under their API names; never null
 * @param dryRun only to ask AWS whether it would do it
 * @param maxAge how many seconds old an answer to the same question may be; 0 for AWS's own answer
 * @param idempotencyKey names what is wanted, however often it is asked; null for what only reads
 * @param reason why, in the asker's words; null where they said nothing
 */
public record ServiceRequest(
    UUID requestId,
    Actor actor,
    UUID connection,
    String service,
    String operation,
    String region,
    Map<String, Object> parameters,
    boolean dryRun,
    int maxAge,
    UUID idempotencyKey,
    String reason) {
  public ServiceRequest {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(connection, "connection");
    parameters = parameters == null ? Map.of() : parameters;
  }
}
