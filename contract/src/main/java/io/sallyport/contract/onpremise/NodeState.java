package io.sallyport.contract.onpremise;

import java.util.List;

/**
 * How a company's node is, as it says itself; its release stands in the receipt.
 *
 * @param account the account that its own role belongs to; null when AWS did not tell
 * @param operations what its own list allows, as {@code SERVICE.OPERATION}
 */
public record NodeState(String account, List<String> operations) {
  public NodeState {
    operations = operations == null ? List.of() : List.copyOf(operations);
  }
}
