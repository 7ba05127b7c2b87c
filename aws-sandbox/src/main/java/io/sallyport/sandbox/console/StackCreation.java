package io.sallyport.sandbox.console;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.iam.TrustPrincipals;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.MalformedPolicyException;
import io.sallyport.sandbox.trail.Event;
import io.sallyport.sandbox.trail.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the roles of a template, or brings those that exist to what the template says. */
final class StackCreation {
  private final Cloud cloud;
  private final Trail trail;
  private final KeySource source;
  private final Clock clock;

  StackCreation(Cloud cloud, Trail trail, KeySource source, Clock clock) {
    this.cloud = cloud;
    this.trail = trail;
    this.source = source;
    this.clock = clock;
  }

  /** All roles, or none if one cannot be made. */
  List<Role> create(Account account, StackTemplate template, String remoteAddress) {
    if (!account.isActive()) {
      throw new StackRefusal("The account " + account.id() + " is suspended.");
    }
    TrustPrincipals principals = new TrustPrincipals(cloud);
    for (StackTemplate.RoleResource resource : template.roles()) {
      try {
        principals.checked(resource.trust());
      } catch (MalformedPolicyException refused) {
        throw new StackRefusal(resource.name() + ": " + refused.getMessage());
      }
    }
    return template.roles().stream().map(r -> put(account, r, remoteAddress)).toList();
  }

  private Role put(Account account, StackTemplate.RoleResource resource, String remoteAddress) {
    Optional<Role> before = account.role(resource.name());
    Role role =
        new Role(
            account.id(),
            before.map(Role::path).orElse(resource.path()),
            resource.name(),
            before.map(Role::id).orElseGet(() -> source.uniqueId("AROA")),
            before.map(Role::created).orElseGet(clock::instant),
            resource.trust(),
            resource.maxSessionSeconds(),
            resource.description(),
            resource.tags(),
            resource.policies(),
            before.map(Role::attached).orElse(Map.of()));
    account.put(role);
    cloud.markChanged();
    record(role, before.isPresent() ? "UpdateRole" : "CreateRole", remoteAddress);
    return role;
  }

  private void record(Role role, String name, String remoteAddress) {
    trail.record(
        new Event(
            clock.instant(),
            UUID.randomUUID().toString(),
            "iam.amazonaws.com",
            name,
            Optional.of("arn:aws:iam::" + role.accountId() + ":root"),
            Optional.of(role.accountId()),
            Optional.of(role.accountId()),
            Optional.of("us-east-1"),
            Map.of("roleName", role.name(), "invokedBy", "cloudformation.amazonaws.com"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            remoteAddress,
            "console"));
  }
}
