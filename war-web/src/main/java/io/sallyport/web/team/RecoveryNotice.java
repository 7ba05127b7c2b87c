package io.sallyport.web.team;

import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.recovery.Recoveries;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Tells everybody of a company, on every page, that the vendor is about to let somebody in again.
 */
@Named
@RequestScoped
public class RecoveryNotice {
  @Inject private CurrentPerson current;
  @Inject private Recoveries recoveries;
  @Inject private Utc utc;

  private List<Row> pending;

  /**
   * One that is under way.
   *
   * @param id the request's
   */
  public record Row(String id, String sentence) {}

  public List<Row> getPending() {
    if (pending == null) {
      pending = recoveries.pending(current.actor()).stream().map(this::row).toList();
    }
    return pending;
  }

  private Row row(Recoveries.Pending each) {
    Approval approval = each.approval();
    String when =
        approval.effectiveAt() == null
            ? "Our support asked to give %s access again; a security officer has not decided yet."
                .formatted(each.person())
            : "Our support and a security officer give %s access again, from %s."
                .formatted(each.person(), utc.text(approval.effectiveAt()));
    return new Row(approval.id().toString(), when);
  }
}
