package io.sallyport.web.activity;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.company.Role;
import io.sallyport.web.edge.Csv;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The company's audit trail as a table for a spreadsheet. */
@Path("activity.csv")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
public class ActivityExportResource {
  private static final int MOST = 10_000;
  private static final List<String> HEADINGS =
      List.of(
          "Link",
          "When",
          "Who",
          "What",
          "About",
          "Phase",
          "Outcome",
          "Details",
          "Node",
          "Id",
          "Person",
          "Subject",
          "Request",
          "Intent",
          "Previous",
          "Hash",
          "Company");

  @Inject private CurrentPerson current;
  @Inject private ActivityRows rows;
  @Inject private AuditTrail trail;

  /**
   * The newest 10,000 links, to somebody who has used their passkey just now.
   *
   * @param person by that person or program only
   * @param from the first day in UTC
   * @param until the last day
   */
  @GET
  @Produces("text/csv")
  @Operation(summary = "The newest 10,000 links of the company's audit trail, as CSV")
  public String export(
      @QueryParam("person") String person,
      @QueryParam("from") String from,
      @QueryParam("until") String until) {
    TrailFilter filter = new TrailFilter(person, from, until);
    current.requireFresh();
    filter.read();
    Actor actor = current.actor();
    AuditEntry entry =
        AuditEntry.of(
                actor, AuditAction.REPORT_EXPORT, actor.tenantId(), RequestId.random().value())
            .with("report", "activity");
    return trail.record(
        entry,
        () ->
            Csv.of(
                HEADINGS,
                rows.newest(filter, null, MOST).stream()
                    .map(ActivityExportResource::cells)
                    .toList()));
  }

  private static List<String> cells(ActivityRows.Row row) {
    AuditEvent event = row.event();
    return List.of(
        Long.toString(event.sequence()),
        event.at().toString(),
        row.who(),
        event.action().code(),
        row.about(),
        event.phase().name(),
        event.outcome().orElse(""),
        event.facts(),
        event.node(),
        event.id().toString(),
        event.personId().toString(),
        event.subject(),
        event.requestId().toString(),
        event.intentId().map(UUID::toString).orElse(""),
        event.previousHashHex(),
        event.hashHex(),
        event.tenantId().toString());
  }
}
