package io.sallyport.contract.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param rehearsal parameters, as JSON, with which AWS can be asked whether it would be allowed, on
 *     something that does not exist; empty where it takes none
 * @param beyond parameters, as JSON, that the conditions of its permissions rule out; empty where
 *     there are none
 */
public record AllowedOperation(
    AllowedService at,
    String name,
    List<Permission> permissions,
    Set<Capability> capabilities,
    Optional<Write> write,
    Optional<Route> route,
    boolean streams,
    Optional<String> rehearsal,
    Optional<String> beyond) {
  private static final String WAIT = "WaitUntil";

  public AllowedOperation {
    permissions = List.copyOf(permissions);
    capabilities = Set.copyOf(capabilities);
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
