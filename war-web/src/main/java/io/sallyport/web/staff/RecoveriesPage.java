package io.sallyport.web.staff;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.recovery.Recoveries;
import io.sallyport.tenancy.support.Support;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;

/** Recoveries of customers' administrators that support asked for and that are not over. */
@Named
@RequestScoped
public class RecoveriesPage {
  @Inject private CurrentPerson current;
  @Inject private Looks looks;
  @Inject private Support support;
  @Inject private Recoveries recoveries;
  @Inject private Utc utc;

  private List<Row> rows;

  /**
   * A recovery, as the page shows it.
   *
   * @param mine whether whoever looks asked for it
   */
  public record Row(
      String id,
      String tenant,
      String company,
      String person,
      String requested,
      String effective,
      boolean open,
      boolean mine) {}

  /** Loads what the page shows, before any of it is sent. */
  public void load() {
    Actor actor = current.actor();
    rows = support.recoveries(actor).stream().flatMap(waiting -> rows(waiting, actor)).toList();
  }

  private Stream<Row> rows(Support.Waiting waiting, Actor actor) {
    return recoveries.pendingAt(looks.at(waiting.tenant().toString())).stream()
        .filter(pending -> pending.approval().id().equals(waiting.id()))
        .map(pending -> row(waiting, pending, actor));
  }

  private Row row(Support.Waiting waiting, Recoveries.Pending pending, Actor actor) {
    Approval approval = pending.approval();
    return new Row(
        approval.id().toString(),
        waiting.tenant().toString(),
        waiting.company(),
        pending.person(),
        utc.text(approval.requestedAt()),
        utc.orElse(approval.effectiveAt(), "not approved yet"),
        approval.state() == Approval.State.OPEN,
        approval.requestedBy().equals(actor.person()));
  }

  public List<Row> getRows() {
    return rows;
  }
}
