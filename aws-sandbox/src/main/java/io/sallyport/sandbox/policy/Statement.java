package io.sallyport.sandbox.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One statement of a policy: to whom, to what and when it applies, and whether it allows. */
record Statement(
    Effect effect,
    Optional<PrincipalElement> principal,
    PatternElement actions,
    Optional<PatternElement> resources,
    List<Condition> conditions) {
  Statement {
    conditions = List.copyOf(conditions);
  }

  boolean appliesTo(PolicyQuestion question) {
    RequestFacts facts = question.facts();
    return actions.matches(question.action().toLowerCase(Locale.ROOT), facts)
        && resources.map(r -> r.matches(question.resource(), facts)).orElse(true)
        && conditions.stream().allMatch(condition -> condition.holds(facts));
  }

  PrincipalElement.Match names(PrincipalChain caller) {
    return principal
        .map(element -> element.match(caller, effect))
        .orElse(PrincipalElement.Match.NONE);
  }
}
