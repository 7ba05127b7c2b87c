package io.sallyport.web.staff;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.scope.Look;
import io.sallyport.tenancy.support.Support;
import io.sallyport.web.edge.Utc;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One company's state. To show it is an event in that company's own trail. */
@Named
@RequestScoped
public class TenantPage {
  @Inject private Looks looks;
  @Inject private Support support;
  @Inject private AuditTrail trail;
  @Inject private Utc utc;

  private String id;
  private Support.State state;

  /** An event, as the page shows it. */
  public record Event(long sequence, String at, String who, String what, String how) {}

  /** Looks. */
  public void load() {
    Look look = looks.at(id);
    state =
        trail
            .record(
                Looks.entry(look, AuditAction.SUPPORT_LOOK, look.tenant()),
                () -> support.state(look))
            .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND));
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public Support.State getState() {
    return state;
  }

  public List<Map.Entry<UUID, String>> getAdministrators() {
    return List.copyOf(state.administrators().entrySet());
  }

  /** The newest events. */
  public List<Event> getEvents() {
    return state.events().stream().map(this::event).toList();
  }

  private Event event(AuditEvent event) {
    return new Event(
        event.sequence(),
        utc.text(event.at()),
        event.staff().map(staff -> staff + " (vendor)").orElseGet(() -> nameOf(event.personId())),
        event.action().label(),
        event.outcome().orElse("intent"));
  }

  /** A person's name. */
  public String nameOf(UUID person) {
    return state.people().getOrDefault(person, person.toString());
  }
}
