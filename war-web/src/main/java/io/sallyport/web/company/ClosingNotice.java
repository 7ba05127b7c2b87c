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

/** Tells everybody of a company, on every page, that its account is about to be closed. */
@Named
@RequestScoped
public class ClosingNotice {
  @Inject private CurrentPerson current;
  @Inject private Closures closures;
  @Inject private Utc utc;

  private String sentence;

  @PostConstruct
  void load() {
    Actor actor = current.actor();
    sentence = closures.pending(actor).map(this::told).orElse(null);
  }

  private String told(Approval closing) {
    return closing.effectiveAt() == null
        ? "An administrator asked to close the company's account; a second one has not decided yet."
        : "The company's account can be closed from %s on."
            .formatted(utc.text(closing.effectiveAt()));
  }

  /** What it tells; null for nothing. */
  public String getSentence() {
    return sentence;
  }
}
