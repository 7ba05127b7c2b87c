package io.sallyport.api.dispatch;

import io.sallyport.contract.address.Network;
import io.sallyport.contract.address.PublicAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.http.conn.DnsResolver;

/**
 * Resolves names for connections to companies' nodes: the very addresses it answers are connected
 * to, so that a name which leads elsewhere a moment later gains nothing. Public addresses are good;
 * one that is not must be in a network which the company sealed and which this site lets companies
 * name, and is never link-local, where a cloud's metadata are.
 */
final class GuardedNames implements DnsResolver {
  /** Of EC2 over IPv6: private, so that it could be named by its network. */
  private static final Network METADATA = Network.parse("fd00:ec2::/32");

  private final DnsResolver names;
  private final List<Network> ofCompany;
  private final List<Network> ofSite;

  GuardedNames(DnsResolver names, List<Network> ofCompany, List<Network> ofSite) {
    this.names = names;
    this.ofCompany = List.copyOf(ofCompany);
    this.ofSite = List.copyOf(ofSite);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = names.resolve(host);
    for (InetAddress each : found) {
      if (!isGood(each)) {
        throw new AddressRefused(host);
      }
    }
    return found;
  }

  private boolean isGood(InetAddress address) {
    if (address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address)) {
      return false;
    }
    return PublicAddress.isPublic(address)
        || (Network.contain(ofCompany, address) && Network.contain(ofSite, address));
  }
}
