package io.sallyport.sandbox.policy;

import java.util.List;

/** A policy that was accepted: every element in it is one the sandbox evaluates. */
public final class PolicyDocument {
  private final String text;
  private final List<Statement> statements;

  PolicyDocument(String text, List<Statement> statements) {
    this.text = text;
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads a document.
   *
   * @throws MalformedPolicyException naming the element that is wrong
   */
  public static PolicyDocument parse(String text, PolicyKind kind) {
    return new PolicyParser(kind).parse(text);
  }

  /** The document as it was given, which is what IAM returns when it is read. */
  public String text() {
    return text;
  }

  /** What this identity or session policy says to a request of its holder. */
  public Decision decide(PolicyQuestion question) {
    return statements.stream()
        .filter(statement -> statement.appliesTo(question))
        .map(statement -> statement.effect().decision())
        .reduce(Decision.IMPLICIT_DENY, Decision::or);
  }

  /** What this trust or key policy says to a request of that caller. */
  public TrustDecision trusts(PrincipalChain caller, PolicyQuestion question) {
    TrustDecision decision = TrustDecision.NOT_TRUSTED;
    for (Statement statement : statements) {
      PrincipalElement.Match match = statement.names(caller);
      if (match == PrincipalElement.Match.NONE || !statement.appliesTo(question)) {
        continue;
      }
      switch (statement.effect()) {
        case DENY -> {
          return TrustDecision.DENIED;
        }
        case ALLOW -> {
          if (match == PrincipalElement.Match.DIRECTLY) {
            decision = TrustDecision.CALLER_TRUSTED;
          } else if (decision == TrustDecision.NOT_TRUSTED) {
            decision = TrustDecision.ACCOUNT_TRUSTED;
          }
        }
      }
    }
    return decision;
  }

  /** The AWS principals that this trust policy names, {@code *} among them. */
  public List<String> awsPrincipals() {
    return statements.stream()
        .flatMap(statement -> statement.principal().stream())
        .flatMap(element -> element.aws().stream())
        .distinct()
        .toList();
  }
}
