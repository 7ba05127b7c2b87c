package io.sallyport.web.activity;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.client.ApiClients;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** The tenant's audit trail, with the proof that its chain is whole. */
@Named
@RequestScoped
public class ActivityPage {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private ChainChecks checks;
  @Inject private Companies companies;
  @Inject private ApiClients programs;

  private Long before;
  private List<AuditEvent> rows;
  private final Map<UUID, String> names = new HashMap<>();
  private ChainChecks.Found chain;

  /** Loads the page of rows, and how the chain is. */
  public void load() {
    Actor actor = current.actor();
    rows =
        activity.page(
            actor, before == null ? OptionalLong.empty() : OptionalLong.of(before.longValue()));
    names.putAll(companies.people(actor));
    programs.names(actor).forEach((id, name) -> names.put(id, "API client " + name));
    chain = checks.of(actor);
  }

  public Long getBefore() {
    return before;
  }

  public void setBefore(Long before) {
    this.before = before;
  }

  public List<AuditEvent> getRows() {
    return rows;
  }

  /** A person's or a program's name; somebody who never finished registering has none. */
  public String nameOf(AuditEvent event) {
    if (event.personId().equals(PersonId.NODE.value())) {
      return "A node by itself";
    }
    return event
        .staff()
        .map(staff -> staff + " (vendor)")
        .orElseGet(() -> names.getOrDefault(event.personId(), event.personId().toString()));
  }

  /** Intent, or how it ended. */
  public String phaseOf(AuditEvent event) {
    return event.outcome().map(outcome -> "Outcome: " + outcome).orElse("Intent");
  }

  /** The number of the first link that does not fit, or null when the chain is whole. */
  public Long getBrokenAt() {
    return chain.check().broken().orElse(null);
  }

  /** When the whole of it was recomputed; what is newer was just now. */
  public Instant getCheckedAt() {
    return chain.at();
  }

  /** From where the next page goes on, or null at the first link. */
  public Long getNext() {
    long last = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).sequence();
    return last <= 1 ? null : last;
  }
}
