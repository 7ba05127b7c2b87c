package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.Actor;
import java.util.Objects;
import java.util.UUID;

/**
 * What a web node hands on of a node that wants a certificate.
 *
 * @param actor who let it be enrolled
 * @param node which one
 * @param proof the hash of its one-time code in Base64; null when it renews
 * @param request the certificate signing request (PKCS #10) in Base64
 * @param renewal the request's hash, signed with the key of the certificate that is to be renewed
 *     (compact JWS); null when it enrols
 * @param release the node's release
 * @param requestId for the trail
 */
public record EnrolmentOrder(
    Actor actor,
    UUID node,
    String proof,
    String request,
    String renewal,
    String release,
    UUID requestId) {
  public EnrolmentOrder {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(requestId, "requestId");
  }

  /** Never the code's hash. */
  @Override
  public String toString() {
    return "EnrolmentOrder[" + node + "]";
  }
}
