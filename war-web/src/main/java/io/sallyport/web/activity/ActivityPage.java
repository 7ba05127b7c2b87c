package io.sallyport.web.activity;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The tenant's audit trail, with the proof that its chain is whole. */
@Named
@RequestScoped
public class ActivityPage {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private ChainChecks checks;
  @Inject private Names names;

  private Long before;
  private List<AuditEvent> rows;
  private ChainChecks.Found chain;

  /** Loads the page of rows, and how the chain is. */
  public void load() {
    Actor actor = current.actor();
    rows =
        activity.page(
            actor, before == null ? OptionalLong.empty() : OptionalLong.of(before.longValue()));
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

  /** Who did it. */
  public String nameOf(AuditEvent event) {
    return names.of(event);
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
