package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An operation that customers may have forwarded.
 *
 * @param at the service that does it
 * @param name the operation's API name
 * @param permissions what it needs: what the session policy is cut to
 * @param capabilities of which a connection needs one; empty when any will do
 * @param write that it changes something; empty when it only reads
 * @param route how a REST protocol asks for it; empty for other protocols
 * @param streams whether AWS answers it with content that is no document
 * @param resources what its session policy is cut to; empty where it names none
 * @param anywhere whether it may be asked in regions that were not sealed, too
 * @param rehearsal parameters, as JSON, with which AWS can be asked whether it would be allowed, on
 *     something that does not exist; empty where it takes none
 * @param beyond parameters, as JSON, that the conditions of its permissions rule out; empty where
 *     there are none
 * @param never what it may not be asked with; empty where there is nothing
 */
public record AllowedOperation(
    AllowedService at,
    String name,
    List<Permission> permissions,
    Set<Capability> capabilities,
    Optional<Write> write,
    Optional<Route> route,
    boolean streams,
    List<ResourcePattern> resources,
    boolean anywhere,
    Optional<String> rehearsal,
    Optional<String> beyond,
    Optional<Never> never) {
  private static final String WAIT = "WaitUntil";

  public AllowedOperation {
    permissions = List.copyOf(permissions);
    capabilities = Set.copyOf(capabilities);
    resources = List.copyOf(resources);
  }

  /**
   * The longest list of ARNs for which there is surely room in a session policy: AWS packs it
   * together with the session's tags, and refuses what is too much.
   */
  private static final int MOST_CHARACTERS = 800;

  /**
   * The resources that it touches when it is asked like this.
   *
   * @param parameters by the names that the SDK gives them
   * @return ARNs; empty for whatever there is, where it names none, or none that can be told
   */
  public List<String> resources(Map<String, ?> parameters, String partition, String region) {
    List<String> all = new ArrayList<>();
    for (ResourcePattern each : resources) {
      Optional<List<String>> named = each.of(parameters, partition, region);
      if (named.isEmpty()) {
        return List.of();
      }
      all.addAll(named.get());
    }
    all.sort(Comparator.naturalOrder());
    return all.stream().mapToInt(String::length).sum() > MOST_CHARACTERS ? List.of() : all;
  }

  /**
   * Makes sure that it is not asked with what it never may.
   *
   * @param parameters by the names that the SDK gives them; of a form, by its paths
   * @throws ProblemException {@code SP-PARAMETER-INVALID}
   */
  public void requireAgreeable(Map<String, ?> parameters) {
    never
        .filter(no -> no.isIn(parameters))
        .ifPresent(
            no -> {
              throw ProblemException.in(
                  ErrorCode.PARAMETER_INVALID,
                  no.path(),
                  no.value() + " is not forwarded as " + no.path() + ".");
            });
  }

  /** The parameters in the path of a request in a REST protocol that name what it touches. */
  public Map<String, String> inPath(String path) {
    Set<String> names =
        resources.stream().flatMap(each -> each.parameters().stream()).collect(Collectors.toSet());
    return route.map(way -> way.named(path, names)).orElse(Map.of());
  }

  /** AWS service as requests name it, e.g. {@code ec2}. */
  public String service() {
    return at.name();
  }

  /** Whether it is one look at whether something has come, by the SDK's waiter. */
  public boolean isWait() {
    return name.startsWith(WAIT);
  }

  /** By which a further page is asked for; empty when the service has no pages. */
  public Optional<PageToken> pageToken() {
    return at.pageToken();
  }

  /** The IAM actions it needs. */
  public List<String> actions() {
    return permissions.stream().map(Permission::action).toList();
  }

  /** Whether a connection that was made for these may have it done. */
  public boolean isPartOf(Set<Capability> agreed) {
    return capabilities.isEmpty() || capabilities.stream().anyMatch(agreed::contains);
  }
}
