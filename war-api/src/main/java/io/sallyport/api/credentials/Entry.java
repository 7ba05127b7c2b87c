package io.sallyport.api.credentials;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.request.Permission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.regions.Region;

/**
 * One way into a customer's account.
 *
 * @param role the role to assume
 * @param externalId what is shown to it; empty only when proving that the role refuses that
 * @param attribution for whom; empty only when proving that the role refuses us, which may not hang
 *     on its refusing that
 * @param requestId becomes part of the session's name
 * @param region whose STS is asked
 * @param permissions what the session may do at most
 * @param resources with what at most, as ARNs; empty for whatever there is
 */
public record Entry(
    RoleArn role,
    Optional<ExternalId> externalId,
    Optional<Attribution> attribution,
    UUID requestId,
    Region region,
    List<Permission> permissions,
    List<String> resources) {
  public Entry {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(externalId, "externalId");
    Objects.requireNonNull(attribution, "attribution");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(region, "region");
    permissions = List.copyOf(permissions);
    resources = List.copyOf(resources);
  }

  /** The AWS session's name, which the customer finds in CloudTrail. */
  public String sessionName() {
    return sessionName(requestId);
  }

  /** The name of a session that is entered for a request. */
  public static String sessionName(UUID requestId) {
    return "sallyport-" + requestId;
  }
}
