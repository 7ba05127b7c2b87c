package io.sallyport.contract.audit;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The tamper-evident record of everything done. An act happens only after its intent has been
 * committed here; if the trail cannot be written, the act does not happen.
 */
public interface AuditTrail {
  /**
   * Commits the intent, in a transaction of its own.
   *
   * @return the intent's event, which {@link #conclude} refers to
   * @throws ProblemException {@code SP-AUDIT-UNAVAILABLE} when it cannot be written
   */
  UUID intend(AuditEntry entry);

  /**
   * Commits how the intended act ended, in a transaction of its own.
   *
   * @param outcome {@code ok} or a stable code
   * @throws ProblemException {@code SP-AUDIT-OUTCOME-UNWRITTEN} when it cannot be written
   */
  void conclude(AuditEntry entry, UUID intent, String outcome);

  /** The same for an act that answers nothing. */
  default void act(AuditEntry entry, Runnable act) {
    record(
        entry,
        () -> {
          act.run();
          return entry;
        });
  }

  /** Intent, act, outcome: the one way to do something that is audited. */
  default <T> T record(AuditEntry entry, Supplier<T> act) {
    return record(entry, facts -> act.get());
  }

  /** The same for an act that finds something out which belongs to its outcome. */
  default <T> T record(AuditEntry entry, Function<OutcomeFacts, T> act) {
    UUID intent = intend(entry);
    OutcomeFacts facts = new OutcomeFacts(entry);
    T result;
    try {
      result = act.apply(facts);
    } catch (ProblemException e) {
      conclude(facts.entry(), intent, e.problem().code());
      throw e;
    } catch (RuntimeException e) {
      conclude(facts.entry(), intent, ErrorCode.INTERNAL.code());
      throw e;
    }
    conclude(facts.entry(), intent, facts.outcome());
    return result;
  }
}
