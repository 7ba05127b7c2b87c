package io.sallyport.api.onpremise;

import io.sallyport.api.order.Certificates;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.Gates;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.regions.Region;

/**
 * What this node allows: set in its own configuration by the customer, and nowhere else. What is
 * wrong there keeps it from starting.
 */
@ApplicationScoped
public class OwnRules {
  static final String OPERATIONS = "sallyport.onprem.operations";
  static final String REGIONS = "sallyport.onprem.regions";
  static final String NETWORKS = "sallyport.onprem.networks";
  static final String PROXIES = "sallyport.onprem.proxies";
  static final String LOST = "sallyport.onprem.lost-certificates";
  static final String TENANT = "sallyport.onprem.tenant";
  static final String NODE = "sallyport.onprem.node";
  static final String DIAL = "sallyport.onprem.dial";
  static final String GATES = "sallyport.onprem.gates";

  private static final Pattern SERIAL = Pattern.compile("[0-9a-fA-F]{1,40}");

  private final AllowList allowList = AllowList.ofThisRelease();
  private final Set<String> operations;
  private final Set<String> regions;
  private final List<Network> networks;
  private final List<Network> proxies;
  private final Set<BigInteger> lost;
  private final TenantId tenant;
  private final NodeId node;
  private final List<URI> gates;

  /** For the container's proxy. */
  protected OwnRules() {
    operations = Set.of();
    regions = Set.of();
    networks = List.of();
    proxies = List.of();
    lost = Set.of();
    tenant = null;
    node = null;
    gates = List.of();
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException saying which setting is wrong, and how
   */
  @Inject
  public OwnRules(Config config) {
    operations = words(config, OPERATIONS);
    operations.forEach(this::requireKnown);
    regions = words(config, REGIONS);
    regions.forEach(OwnRules::requireRegion);
    networks = networks(config, NETWORKS);
    if (networks.isEmpty()) {
      throw new IllegalArgumentException(
          NETWORKS + " names nobody: without Sallyport's addresses nobody can order anything");
    }
    proxies = networks(config, PROXIES);
    lost = words(config, LOST).stream().map(OwnRules::serial).collect(Collectors.toSet());
    tenant = TenantId.parse(enrolled(config, TENANT));
    node = NodeId.parse(enrolled(config, NODE));
    gates = config.getOptionalValue(DIAL, Boolean.class).orElse(false) ? gates(config) : List.of();
  }

  private static List<URI> gates(Config config) {
    List<URI> gates;
    try {
      gates = Gates.list(config.getOptionalValue(GATES, String.class).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(GATES + ": " + e.getMessage(), e);
    }
    if (gates.isEmpty()) {
      throw new IllegalArgumentException(
          DIAL + " is true, but " + GATES + " names nobody: your vendor takes no such connections");
    }
    return gates;
  }

  private static String enrolled(Config config, String name) {
    return config
        .getOptionalValue(name, String.class)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is not set: run bin/enroll before the node is started"));
  }

  private static BigInteger serial(String written) {
    String hex = written.replace(":", "");
    if (!SERIAL.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          LOST + ": " + written + " is no serial number, which has up to 40 hexadecimal digits");
    }
    return new BigInteger(hex, 16);
  }

  private static Set<String> words(Config config, String name) {
    return Arrays.stream(config.getOptionalValue(name, String.class).orElse("").split("[,\\s]+"))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Network> networks(Config config, String name) {
    try {
      return Network.list(config.getOptionalValue(name, String.class).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private void requireKnown(String operation) {
    String[] parts = operation.split("\\.", 2);
    try {
      allowList.find(parts[0], parts.length == 2 ? parts[1] : "");
    } catch (ProblemException e) {
      throw new IllegalArgumentException(
          OPERATIONS + ": " + operation + " is none. " + e.problem().detail(), e);
    }
  }

  private static void requireRegion(String region) {
    if (Region.regions().stream().noneMatch(each -> each.id().equals(region))) {
      throw new IllegalArgumentException(REGIONS + ": " + region + " is no region");
    }
  }

  /**
   * Whether a certificate of the authority that was pinned is one of those that order: a decrypt
   * node's, and none that was lost. These are known by their serial numbers, which that authority
   * signed: the bytes of an ECDSA signature, and with them a fingerprint of the whole, can be
   * changed by anybody.
   */
  public boolean mayOrder(X509Certificate certificate) {
    return Certificates.onlyUri(certificate).startsWith(Certificates.DECRYPT_NODE)
        && !lost.contains(certificate.getSerialNumber());
  }

  public TenantId tenant() {
    return tenant;
  }

  public NodeId node() {
    return node;
  }

  /** Whom to open connections to; nobody where this node is asked at its endpoint. */
  public List<URI> gates() {
    return gates;
  }

  /** As {@code SERVICE.OPERATION}. */
  public List<String> operations() {
    return List.copyOf(operations);
  }

  public List<String> regions() {
    return List.copyOf(regions);
  }

  /**
   * The operation of these names, in that region, if both are allowed here.
   *
   * @throws ProblemException {@code SP-NODE-OPERATION-NOT-ALLOWED}, or {@code SP-OPERATION-UNKNOWN}
   *     and its like
   */
  public AllowedOperation require(String service, String operation, String region) {
    AllowedOperation found = allowList.find(service, operation);
    if (!operations.contains(found.service() + "." + found.name())) {
      throw ProblemException.in(
          ErrorCode.NODE_OPERATION_NOT_ALLOWED,
          "operation",
          service + "." + operation + " is not among " + OPERATIONS + ".");
    }
    if (!regions.contains(region) && !found.at().isAtHome(region)) {
      throw ProblemException.in(
          ErrorCode.NODE_OPERATION_NOT_ALLOWED,
          "region",
          region + " is not among " + REGIONS + ".");
    }
    return found;
  }

  /**
   * Whether somebody at that address may order.
   *
   * @param connected from where the connection comes
   * @param forwarded what proxies say whom they speak for, nearest last; looked at only as far as
   *     they are known ones
   */
  public boolean admits(InetAddress connected, List<InetAddress> forwarded) {
    InetAddress from = connected;
    for (int hop = forwarded.size() - 1; hop >= 0 && Network.contain(proxies, from); hop--) {
      from = forwarded.get(hop);
    }
    return Network.contain(networks, from);
  }
}
