package io.sallyport.contract.vault;

import io.sallyport.contract.address.Network;
import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.RegionName;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * A node of the customer's, which is asked at one endpoint, or over connections that it opens, and
 * works in its own machine's role.
 *
 * @param account the account the customer typed
 * @param node the enrolled node
 * @param endpoint where it is: {@code https://HOST} or {@code https://HOST:PORT}, nothing besides;
 *     null for one that opens connections to us instead
 * @param networks addresses that are not public and may yet be the endpoint's, in CIDR form; at
 *     most 16
 * @param regions where requests may go, 1 to 40
 * @param note the customer's own note, at most 2,000 characters, never null
 */
public record OnPremiseAccess(
    AwsAccountId account,
    NodeId node,
    URI endpoint,
    List<String> networks,
    List<RegionName> regions,
    String note)
    implements AccountInformation {
  private static final int MOST_NETWORKS = 16;

  public OnPremiseAccess {
    Objects.requireNonNull(node, "node");
    regions = AccountInformation.checked(account, regions, note);
    networks = List.copyOf(networks);
    if (networks.size() > MOST_NETWORKS) {
      throw new IllegalArgumentException("at most " + MOST_NETWORKS + " networks");
    }
    networks.forEach(Network::parse);
    if (endpoint != null) {
      requireEndpoint(endpoint);
    }
  }

  /** Whether it opens connections to us, since it cannot be reached. */
  public boolean dials() {
    return endpoint == null;
  }

  private static void requireEndpoint(URI endpoint) {
    boolean plain =
        "https".equals(endpoint.getScheme())
            && endpoint.getHost() != null
            && endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawPath().isEmpty();
    if (!plain) {
      throw new IllegalArgumentException("an endpoint is https://HOST or https://HOST:PORT");
    }
  }

  /** Says nothing about its content. */
  @Override
  public String toString() {
    return "OnPremiseAccess[…]";
  }
}
