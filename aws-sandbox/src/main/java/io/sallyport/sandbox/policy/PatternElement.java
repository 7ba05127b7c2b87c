package io.sallyport.sandbox.policy;

import java.util.List;

/**
 * The {@code Action}/{@code NotAction} or {@code Resource}/{@code NotResource} of a statement.
 *
 * @param negated whether the statement applies to everything but these
 */
record PatternElement(boolean negated, List<PolicyText> patterns) {
  PatternElement {
    patterns = List.copyOf(patterns);
  }

  boolean matches(String text, RequestFacts facts) {
    return negated
        != patterns.stream()
            .anyMatch(p -> p.pattern(facts).map(glob -> glob.matches(text)).orElse(false));
  }
}
