package io.sallyport.web.request;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.RequestId;
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
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The company's requests to AWS as a table for a spreadsheet. */
@Path("requests.csv")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
public class RequestExportResource {
  private static final int MOST = 10_000;
  private static final List<String> HEADINGS =
      List.of(
          "When",
          "Who",
          "Connection",
          "Operation",
          "Region",
          "Dry run",
          "Why",
          "Outcome",
          "Session",
          "Node entry",
          "Request");

  @Inject private CurrentPerson current;
  @Inject private RequestRows requests;
  @Inject private AuditTrail trail;

  /**
   * The newest 10,000, to somebody who has used their passkey just now.
   *
   * @param connection of that connection only
   * @param failed only those that did not succeed
   */
  @GET
  @Produces("text/csv")
  @Operation(summary = "The company's newest 10,000 requests to AWS, as CSV")
  public String export(
      @QueryParam("connection") String connection,
      @QueryParam("failed") boolean failed,
      @QueryParam("person") String person,
      @QueryParam("operation") String operation,
      @QueryParam("from") String from,
      @QueryParam("until") String until) {
    RequestRows.Filter filter =
        new RequestRows.Filter(connection, failed, person, operation, from, until);
    current.requireFresh();
    requests.requireKnown(filter);
    Actor actor = current.actor();
    AuditEntry entry =
        AuditEntry.of(
                actor, AuditAction.REPORT_EXPORT, actor.tenantId(), RequestId.random().value())
            .with("report", "requests");
    return trail.record(entry, () -> csv(filter));
  }

  private String csv(RequestRows.Filter filter) {
    return Csv.of(
        HEADINGS,
        requests.newest(filter, null, MOST).stream()
            .map(
                row ->
                    List.of(
                        row.at(),
                        row.who(),
                        row.account(),
                        row.service() + " " + row.operation(),
                        row.region(),
                        row.dryRun() ? "yes" : "",
                        row.reason(),
                        row.outcome(),
                        row.session(),
                        row.entry(),
                        row.request().toString()))
            .toList());
  }
}
