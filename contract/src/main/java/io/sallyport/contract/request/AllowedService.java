package io.sallyport.contract.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An AWS service of which customers may have something done.
 *
 * @param name as requests name it, e.g. {@code cloudwatch}
 * @param clientClass the SDK's client; empty for one that is spoken to in AWS JSON by ourselves
 * @param target what {@code X-Amz-Target} has before the operation, for one without a client
 * @param signingName what its requests are signed for, e.g. {@code monitoring}
 * @param endpoint what its endpoints are named after, e.g. {@code api.pricing}
 * @param homes the regions where it is; empty for a service of each region
 * @param protocols how requests may name an operation
 * @param pageToken by which a further page is asked for; empty when it has no pages
 */
public record AllowedService(
    String name,
    Optional<String> clientClass,
    Optional<String> target,
    String signingName,
    String endpoint,
    List<String> homes,
    Set<Protocol> protocols,
    Optional<PageToken> pageToken) {
  public AllowedService {
    homes = List.copyOf(homes);
    protocols = Set.copyOf(protocols);
    if (clientClass.isEmpty() == target.isEmpty()) {
      throw new IllegalStateException(
          "allow-list.properties must name client." + name + " or target." + name);
    }
  }

  /**
   * How a request says which operation it asks for.
   *
   * @see <a href="https://smithy.io/2.0/aws/protocols/index.html">AWS's protocols</a>
   */
  public enum Protocol {
    /** In the parameter {@code Action}. */
    QUERY,
    /** In the header {@code X-Amz-Target}. */
    JSON,
    /** In the path, as RPC v2 CBOR has it. */
    CBOR,
    /** By method and path; documents are JSON. */
    REST_JSON,
    /** By method and path; documents are XML. */
    REST_XML;

    private static final String CBOR_PATH = "/service/";

    /**
     * How a request names its operation, where its service leaves that to the request.
     *
     * @param path AWS's part of it
     * @param target whether there is an {@code X-Amz-Target}
     */
    public static Protocol spoken(String path, boolean target) {
      if (path.startsWith(CBOR_PATH)) {
        return CBOR;
      }
      return target ? JSON : QUERY;
    }
  }

  /** The REST protocol that it speaks, and no other; empty for one of the others. */
  public Optional<Protocol> rest() {
    return protocols.stream()
        .filter(each -> each == Protocol.REST_JSON || each == Protocol.REST_XML)
        .findFirst();
  }

  /**
   * The first of its few regions in the partition of that one.
   *
   * @param partition tells the partition of a region
   * @return empty for a service of each region, too
   */
  public Optional<String> home(String region, UnaryOperator<String> partition) {
    return homes.stream()
        .filter(home -> partition.apply(home).equals(partition.apply(region)))
        .findFirst();
  }

  /** Whether it is one of few regions, and that is one of them. */
  public boolean isAtHome(String region) {
    return homes.contains(region);
  }
}
