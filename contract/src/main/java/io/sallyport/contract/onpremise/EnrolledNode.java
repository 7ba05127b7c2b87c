package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.NodeId;
import java.util.List;
import java.util.Objects;

/**
 * A node that has a certificate and was not revoked.
 *
 * @param id which
 * @param certificates those that are good, newest first (DER): one, or two while it renews
 * @param knownSequence the newest entry of its trail that we have a receipt of; 0 for none
 * @param knownHead that entry's hash; null for none
 */
public record EnrolledNode(
    NodeId id, List<byte[]> certificates, long knownSequence, String knownHead) {
  public EnrolledNode {
    Objects.requireNonNull(id, "id");
    certificates = List.copyOf(certificates);
  }

  /** Its id only. */
  @Override
  public String toString() {
    return "EnrolledNode[" + id + "]";
  }
}
