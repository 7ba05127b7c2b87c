package io.sallyport.sandbox.policy;

import java.util.List;
import java.util.Optional;

/**
 * One key of a statement's {@code Condition}: an operator, its set qualifier, and the values any of
 * which satisfies it (none of which may occur, for a negated operator).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html">Conditions
 *     with several keys or values</a>
 */
record Condition(
    ConditionOperator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<PolicyText> expected) {
  Condition {
    expected = List.copyOf(expected);
  }

  /** How a key with several values in the request is compared. */
  enum Quantifier {
    SINGLE(""),
    FOR_ANY_VALUE("ForAnyValue:"),
    FOR_ALL_VALUES("ForAllValues:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }

    static Quantifier of(String written) {
      return written.startsWith(FOR_ANY_VALUE.prefix)
          ? FOR_ANY_VALUE
          : written.startsWith(FOR_ALL_VALUES.prefix) ? FOR_ALL_VALUES : SINGLE;
    }
  }

  boolean holds(RequestFacts facts) {
    List<String> actual = facts.values(key);
    if (operator == ConditionOperator.NULL) {
      boolean absent = actual.isEmpty();
      return expected.stream().anyMatch(e -> absent == Boolean.parseBoolean(e.source()));
    }
    if (actual.isEmpty()) {
      return ifExists || holdsForAbsentKey();
    }
    return switch (quantifier) {
      case FOR_ALL_VALUES -> actual.stream().allMatch(value -> satisfied(value, facts));
      case FOR_ANY_VALUE -> actual.stream().anyMatch(value -> satisfied(value, facts));
      case SINGLE ->
          operator.negated()
              ? actual.stream().allMatch(value -> satisfied(value, facts))
              : actual.stream().anyMatch(value -> satisfied(value, facts));
    };
  }

  private boolean holdsForAbsentKey() {
    return switch (quantifier) {
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
      case SINGLE -> operator.negated();
    };
  }

  private boolean satisfied(String actual, RequestFacts facts) {
    boolean found =
        expected.stream()
            .anyMatch(
                value -> {
                  Optional<Boolean> match = operator.matches(value, actual, facts);
                  return match.orElse(false);
                });
    return operator.negated() != found;
  }
}
