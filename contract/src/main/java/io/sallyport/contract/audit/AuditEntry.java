package io.sallyport.contract.audit;

import io.sallyport.contract.identity.Actor;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who is about to do what to what. Facts are short, harmless and never sealed content, tickets,
 * tokens or keys.
 *
 * @param actor who
 * @param action what
 * @param subject to what: an id, never null
 * @param requestId the request it belongs to
 * @param facts further facts by name
 */
public record AuditEntry(
    Actor actor, AuditAction action, String subject, UUID requestId, Map<String, String> facts) {
  public AuditEntry {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(requestId, "requestId");
    facts = Map.copyOf(facts);
  }

  /** An entry without further facts. */
  public static AuditEntry of(Actor actor, AuditAction action, Object subject, UUID requestId) {
    return new AuditEntry(actor, action, subject.toString(), requestId, Map.of());
  }

  /**
   * The same entry with why it is done.
   *
   * @param reason in the actor's words; null where they said nothing
   */
  public AuditEntry because(String reason) {
    return reason == null ? this : with("reason", reason);
  }

  /** The same entry with one more fact. */
  public AuditEntry with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(facts);
    more.put(name, String.valueOf(value));
    return new AuditEntry(actor, action, subject, requestId, more);
  }
}
