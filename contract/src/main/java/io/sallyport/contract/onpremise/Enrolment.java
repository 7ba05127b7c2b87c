package io.sallyport.contract.onpremise;

import java.util.Objects;

/**
 * What a node gets.
 *
 * @param node its id
 * @param tenant the company whose orders it takes
 * @param certificate its own, as PEM
 * @param issuer the authority that issued it, as PEM
 * @param orders the authority of those who may order, as PEM: what the node trusts from now on
 * @param networks from where orders come: networks in CIDR form, separated by commas
 * @param gates where a node that cannot be reached may dial in: https URLs, separated by commas;
 *     empty for nowhere
 */
public record Enrolment(
    String node,
    String tenant,
    String certificate,
    String issuer,
    String orders,
    String networks,
    String gates) {
  public Enrolment {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(orders, "orders");
    Objects.requireNonNull(networks, "networks");
    // A decrypt node of an older release names none.
    gates = gates == null ? "" : gates;
  }
}
