package io.sallyport.contract.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An IAM action, and the condition under which alone it is wanted.
 *
 * @param action e.g. {@code ec2:RunInstances}; never with a wildcard
 * @param condition empty for none
 */
public record Permission(String action, Optional<Condition> condition) {
  public Permission {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(condition, "condition");
  }

  /** Without a condition. */
  public static Permission of(String action) {
    return new Permission(action, Optional.empty());
  }

  /**
   * A condition of a policy's statement.
   *
   * @param operator e.g. {@code StringEquals}
   * @param key e.g. {@code ec2:CreateAction}
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
   *     operators</a>
   */
  public record Condition(String operator, String key, String value) {
    public Condition {
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Sorted actions by their condition: a policy's statements. Those without a condition first. */
  public static Map<Optional<Condition>, List<String>> statements(Collection<Permission> all) {
    Map<Optional<Condition>, List<String>> statements = new LinkedHashMap<>();
    all.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Permission each) -> each.condition().isPresent())
                .thenComparing(Permission::action))
        .forEach(
            each -> statements.merge(each.condition(), List.of(each.action()), Permission::both));
    return statements;
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
