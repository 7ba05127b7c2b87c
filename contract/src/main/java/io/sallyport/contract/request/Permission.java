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
 * An IAM action, and the terms on which alone it is wanted.
 *
 * @param action e.g. {@code ec2:RunInstances}; never with a wildcard
 * @param terms what a policy's statement says of it besides
 */
public record Permission(String action, Terms terms) {
  private static final String ANYTHING = "*";

  public Permission {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(terms, "terms");
  }

  /** Without a condition, on anything. */
  public static Permission of(String action) {
    return new Permission(action, Terms.NONE);
  }

  /**
   * What a policy's statement says besides its actions.
   *
   * @param condition empty for none
   * @param within the ARN of the template's role, where the action is wanted of the role itself and
   *     of nothing else; empty for anything
   */
  public record Terms(Optional<Condition> condition, Optional<ResourcePattern> within) {
    /** No condition, on anything. */
    public static final Terms NONE = new Terms(Optional.empty(), Optional.empty());

    public Terms {
      Objects.requireNonNull(condition, "condition");
      Objects.requireNonNull(within, "within");
    }

    /**
     * The statement's resource.
     *
     * @param partition e.g. {@code aws}
     */
    public String resource(String partition) {
      return within.map(each -> each.in(partition)).orElse(ANYTHING);
    }

    private boolean isNone() {
      return equals(NONE);
    }
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

  /** Sorted actions by their terms: a policy's statements. Those without any first. */
  public static Map<Terms, List<String>> statements(Collection<Permission> all) {
    Map<Terms, List<String>> statements = new LinkedHashMap<>();
    all.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Permission each) -> !each.terms().isNone())
                .thenComparing(Permission::action))
        .forEach(each -> statements.merge(each.terms(), List.of(each.action()), Permission::both));
    return statements;
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
