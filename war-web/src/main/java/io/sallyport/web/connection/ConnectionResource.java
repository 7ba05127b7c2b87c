package io.sallyport.web.connection;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.AwsError;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.ConnectionCheck;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tenant's connections, their tests, and the template for the role behind them. */
@Path("/")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
@Produces(MediaType.APPLICATION_JSON)
public class ConnectionResource {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Companies companies;
  @Inject private ConnectionTests tests;
  @Inject private RoleTemplate template;
  @Inject private AuditTrail trail;

  /**
   * A connection.
   *
   * @param state code, e.g. {@code VERIFIED}
   * @param testedAt null when never
   * @param checks of the newest test; null in a list
   */
  public record View(
      String id,
      String alias,
      int version,
      String state,
      Instant createdAt,
      Instant testedAt,
      List<CheckView> checks) {
    static View of(Connection connection, List<CheckView> checks) {
      return new View(
          connection.id().toString(),
          connection.alias(),
          connection.version(),
          connection.state().name(),
          connection.createdAt(),
          connection.testedAt().orElse(null),
          checks);
    }
  }

  /**
   * One check of a test.
   *
   * @param check what was tried
   * @param code stable code of the outcome
   * @param passed whether it is as it must be
   * @param sentence for the customer
   * @param aws AWS's own error, or null
   */
  public record CheckView(
      String check, String code, boolean passed, String sentence, AwsError aws) {
    static CheckView of(CheckResult result) {
      return new CheckView(
          result.check().name(),
          result.outcome().code(),
          result.outcome().passed(),
          result.outcome().sentence(),
          result.aws());
    }
  }

  /** At most 50 by alias, from after {@code after}. */
  @GET
  @Path("connections")
  public List<View> list(@QueryParam("after") String after) {
    return connections.page(current.actor(), Optional.ofNullable(after)).stream()
        .map(connection -> View.of(connection, null))
        .toList();
  }

  @GET
  @Path("connections/{id}")
  public View get(@PathParam("id") String id) {
    Actor actor = current.actor();
    ConnectionId connection = Connections.id(id);
    return View.of(
        connections.find(actor, connection),
        connections.lastTest(actor, connection).stream()
            .map(ConnectionCheck::result)
            .map(CheckView::of)
            .toList());
  }

  /** Tests it now: 200 with each check's outcome, whatever that is. */
  @POST
  @Path("connections/{id}/verifications")
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER})
  public View test(@PathParam("id") String id) {
    Actor actor = current.actor();
    ConnectionId connection = Connections.id(id);
    VerificationReport report = tests.run(actor, connection);
    return View.of(
        connections.find(actor, connection), report.checks().stream().map(CheckView::of).toList());
  }

  /** Removes it, to somebody who has used their passkey just now: 204. */
  @DELETE
  @Path("connections/{id}")
  @RolesAllowed(Role.TENANT_ADMIN)
  public void remove(@PathParam("id") String id) {
    current.requireFresh();
    Actor actor = current.actor();
    ConnectionId connection = Connections.id(id);
    trail.act(
        AuditEntry.of(actor, AuditAction.CONNECTION_REMOVE, connection, UUID.randomUUID()),
        () -> connections.remove(actor, connection));
  }

  /** The CloudFormation template for this company's role. */
  @GET
  @Path("role-template")
  public Response template() {
    return Response.ok(template.cloudFormation(companies.own(current.actor()).externalId()))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"sallyport-role.json\"")
        .build();
  }
}
