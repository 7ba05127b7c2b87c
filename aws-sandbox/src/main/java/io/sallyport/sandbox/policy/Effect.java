package io.sallyport.sandbox.policy;

/** What a statement does with the requests it applies to. */
public enum Effect {
  ALLOW(Decision.ALLOW),
  DENY(Decision.EXPLICIT_DENY);

  private final Decision decision;

  Effect(Decision decision) {
    this.decision = decision;
  }

  Decision decision() {
    return decision;
  }
}
