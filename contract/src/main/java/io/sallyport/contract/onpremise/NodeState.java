package io.sallyport.contract.onpremise;

import java.util.List;

/**
 * How a company's node is, as it says itself.
 *
 * @param release its release, e.g. {@code 0.1.0}
 * @param account the account that its own role belongs to; null when AWS did not tell
 * @param operations what its own list allows, as {@code SERVICE.OPERATION}
 * @param regions where its own list allows it
 */
public record NodeState(
    String release, String account, List<String> operations, List<String> regions) {
  public NodeState {
    operations = operations == null ? List.of() : List.copyOf(operations);
    regions = regions == null ? List.of() : List.copyOf(regions);
  }
}
