package io.sallyport.contract.onpremise;

import io.sallyport.contract.request.WireRequest;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a company's node is asked to do. For whom, by whom and until when stands in the signature
 * that comes with it, which also covers this.
 *
 * @param kind what
 * @param requestId names the request on every node and in both trails
 * @param person on whose behalf
 * @param service AWS service as the allow-list names it; null when asking how the node is
 * @param operation e.g. {@code DescribeInstances}; null likewise
 * @param region a region's code
 * @param parameters under their API names; never null
 * @param dryRun only to ask AWS whether it would do it
 * @param wire what a tool wants from AWS; null but for {@link Kind#RELAY}
 * @param knownSequence the newest entry of the node's trail that we have a receipt of; 0 for none
 */
public record NodeOrder(
    Kind kind,
    UUID requestId,
    UUID person,
    String service,
    String operation,
    String region,
    Map<String, Object> parameters,
    boolean dryRun,
    WireRequest wire,
    long knownSequence) {
  /** What can be ordered. */
  public enum Kind {
    /** To say how it is: {@link NodeState}. */
    STATE,
    /** To say whether AWS would allow it an operation. */
    REHEARSAL,
    /** To have an operation done. */
    OPERATION,
    /** To have a tool's request handed on: answered as {@link WireRequest}'s answers are. */
    RELAY
  }

  /** Where orders are taken, by {@code POST}. */
  public static final String PATH = "/v1/orders";

  /** The header with the order's signature. */
  public static final String SIGNATURE = "Sallyport-Order";

  /** The header of the answer with the node's receipt. */
  public static final String RECEIPT = "Sallyport-Receipt";

  /** How long an order may be, in bytes. */
  public static final int LONGEST = 512 * 1024;

  /** How many seconds an order is good for, and clocks may differ. */
  public static final int LIFE_SECONDS = 60;

  public NodeOrder {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(person, "person");
    parameters = parameters == null ? Map.of() : parameters;
  }

  /** Asks how the node is. */
  public static NodeOrder state(UUID requestId, UUID person, String region) {
    return new NodeOrder(
        Kind.STATE, requestId, person, null, null, region, Map.of(), false, null, 0);
  }

  /** The same, asking for the hash of that entry of the node's trail. */
  public NodeOrder knowing(long sequence) {
    return new NodeOrder(
        kind, requestId, person, service, operation, region, parameters, dryRun, wire, sequence);
  }

  /** Asks whether AWS would allow an operation. */
  public static NodeOrder rehearsal(
      UUID requestId, UUID person, String service, String operation, String region) {
    return new NodeOrder(
        Kind.REHEARSAL, requestId, person, service, operation, region, Map.of(), false, null, 0);
  }

  /** Has a tool's request handed on, which asks for that operation. */
  public static NodeOrder relay(
      UUID requestId,
      UUID person,
      String service,
      String operation,
      String region,
      WireRequest wire) {
    return new NodeOrder(
        Kind.RELAY, requestId, person, service, operation, region, Map.of(), false, wire, 0);
  }
}
