package io.sallyport.tenancy.audit;

import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.identity.TenantId;
import java.util.Objects;
import java.util.UUID;

/**
 * What is to be appended to a tenant's chain, wherever that ends then.
 *
 * @param id names the link
 * @param entry what it says
 * @param intent what it is the outcome of; null for an intent
 * @param outcome {@code ok} or a stable code; null for an intent
 */
public record NewLink(UUID id, AuditEntry entry, UUID intent, String outcome) {
  public NewLink {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(entry, "entry");
  }

  /** What is about to be done. */
  static NewLink intent(AuditEntry entry) {
    return new NewLink(UUID.randomUUID(), entry, null, null);
  }

  /** How it ended. */
  static NewLink outcome(AuditEntry entry, UUID intent, String outcome) {
    return new NewLink(
        UUID.randomUUID(),
        entry,
        Objects.requireNonNull(intent, "intent"),
        Objects.requireNonNull(outcome, "outcome"));
  }

  TenantId tenant() {
    return entry.actor().tenantId();
  }
}
