package io.sallyport.crypto.unsealing;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** An audit trail in memory, parts of which can be made to fail. */
final class WatchedTrail implements AuditTrail {
  final Set<AuditAction> intentsThatFail = EnumSet.noneOf(AuditAction.class);
  final Set<AuditAction> outcomesThatFail = EnumSet.noneOf(AuditAction.class);
  final List<AuditEntry> entries = new ArrayList<>();

  /** One line for each act, e.g. {@code VAULT_SHARE ok}. */
  final List<String> acts = new ArrayList<>();

  private final Map<UUID, AuditEntry> open = new HashMap<>();
  private Consumer<AuditAction> whenIntended = action -> {};

  void whenIntended(Consumer<AuditAction> hook) {
    whenIntended = hook;
  }

  void isDown() {
    intentsThatFail.addAll(EnumSet.allOf(AuditAction.class));
    outcomesThatFail.addAll(EnumSet.allOf(AuditAction.class));
  }

  @Override
  public UUID intend(AuditEntry entry) {
    whenIntended.accept(entry.action());
    if (intentsThatFail.contains(entry.action())) {
      throw new ProblemException(ErrorCode.AUDIT_UNAVAILABLE);
    }
    UUID intent = UUID.randomUUID();
    open.put(intent, entry);
    entries.add(entry);
    return intent;
  }

  @Override
  public void conclude(AuditEntry entry, UUID intent, String outcome) {
    if (!entry.equals(open.remove(intent))) {
      throw new AssertionError("an outcome without its intent");
    }
    if (outcomesThatFail.contains(entry.action())) {
      throw new ProblemException(ErrorCode.AUDIT_OUTCOME_UNWRITTEN);
    }
    acts.add(entry.action() + " " + outcome);
  }
}
