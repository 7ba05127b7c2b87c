package io.sallyport.contract.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An operation that customers may have forwarded.
 *
 * @param service AWS service as requests name it, e.g. {@code ec2}
 * @param clientClass the SDK's client
 * @param name the operation's API name
 * @param actions the IAM actions it needs: what the session policy is cut to
 * @param pageToken by which a further page is asked for; empty when the service has no pages
 * @param capabilities of which a connection needs one; empty when any will do
 */
public record AllowedOperation(
    String service,
    String clientClass,
    String name,
    List<String> actions,
    Optional<String> pageToken,
    Set<Capability> capabilities) {
  public AllowedOperation {
    actions = List.copyOf(actions);
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether a connection that was made for these may have it done. */
  public boolean isPartOf(Set<Capability> agreed) {
    return capabilities.isEmpty() || capabilities.stream().anyMatch(agreed::contains);
  }
}
