package io.sallyport.web.company;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.closing.Closures;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;

/** What concerns the company as a whole. */
@Named
@RequestScoped
public class CompanyPage {
  @Inject private CurrentPerson current;
  @Inject private Closures closures;
  @Inject private Utc utc;

  private Approval closing;
  private boolean second;

  @PostConstruct
  void load() {
    if (current.isAdmin()) {
      Actor actor = current.actor();
      closing = closures.pending(actor).orElse(null);
      second = closures.hasSecondAdministrator(actor);
    }
  }

  /** The request to close the account; null when there is none. */
  public String getClosing() {
    return closing == null ? null : closing.id().toString();
  }

  /** Whether it waits for a second administrator. */
  public boolean isWaiting() {
    return closing != null && closing.state() == Approval.State.OPEN;
  }

  /** Whether whoever looks asked for it. */
  public boolean isMine() {
    return closing != null && closing.requestedBy().equals(current.actor().person());
  }

  /** Whether it may be done now. */
  public boolean isEffective() {
    return closing != null
        && closing.effectiveAt() != null
        && !Instant.now().isBefore(closing.effectiveAt());
  }

  /** From when on it may be done. */
  public String getEffectiveAt() {
    return closing == null ? "" : utc.orElse(closing.effectiveAt(), "");
  }

  /** Whether there is a second administrator who could approve. */
  public boolean isSecond() {
    return second;
  }
}
