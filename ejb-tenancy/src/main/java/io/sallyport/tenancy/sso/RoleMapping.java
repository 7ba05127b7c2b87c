package io.sallyport.tenancy.sso;

import io.sallyport.tenancy.company.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider's claim makes of somebody. Of several roles the first of administrator, user,
 * auditor counts.
 *
 * @param values the role that each value of the claim stands for, compared exactly
 * @param otherwise the role of whoever has none of these values; empty refuses them
 */
public record RoleMapping(Map<String, Role> values, Optional<Role> otherwise) {
  /** The roles that there are, the first that fits counts. */
  public static final List<Role> PRECEDENCE = List.of(Role.ADMIN, Role.USER, Role.AUDITOR);

  public RoleMapping {
    values = Map.copyOf(values);
  }

  /** The role of whoever has these values; empty when they are to be refused. */
  public Optional<Role> roleOf(Collection<String> claimed) {
    return PRECEDENCE.stream()
        .filter(role -> claimed.stream().anyMatch(value -> values.get(value) == role))
        .findFirst()
        .or(() -> otherwise);
  }
}
