package io.sallyport.web.connection;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.AwsError;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.ConnectionCheck;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

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
   * @param way how it enters its account: {@code role} or {@code node}
   * @param state code, e.g. {@code VERIFIED}
   * @param capabilities what it was made for
   * @param testedAt null when never
   * @param soundAt when it was last found sound; null when never
   * @param nextTestAt when a node tests it by itself; null when none does
   * @param checks of the newest test; null in a list
   */
  @Schema(name = "Connection")
  public record View(
      String id,
      String alias,
      String way,
      int version,
      String state,
      List<String> capabilities,
      Instant createdAt,
      Instant testedAt,
      Instant soundAt,
      Instant nextTestAt,
      List<CheckView> checks) {
    static View of(Connection connection, List<CheckView> checks) {
      return new View(
          connection.id().toString(),
          connection.alias(),
          connection.way().code(),
          connection.version(),
          connection.state().name(),
          Capability.codes(connection.capabilities()),
          connection.createdAt(),
          connection.testedAt().orElse(null),
          connection.soundAt().orElse(null),
          connection.nextTestAt().orElse(null),
          checks);
    }
  }

  /**
   * One check of a test.
   *
   * @param check what was tried
   * @param subject the IAM action, of a permission; what is allowed beyond, or differs; else null
   * @param code stable code of the outcome
   * @param passed whether it is as it must be
   * @param sentence for the customer
   * @param aws AWS's own error, or null
   */
  @Schema(name = "Check")
  public record CheckView(
      String check, String subject, String code, boolean passed, String sentence, AwsError aws) {
    static CheckView of(CheckResult result) {
      return new CheckView(
          result.check().name(),
          result.subject(),
          result.outcome().code(),
          result.outcome().passed(),
          result.outcome().sentence(),
          result.aws());
    }
  }

  /** At most 50 by alias, from after {@code after}. */
  @GET
  @Path("connections")
  @Operation(summary = "At most 50 connections by alias")
  @SecurityRequirement(name = "program", scopes = "connections:read")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.CONNECTIONS_READ)
  public List<View> list(@QueryParam("after") String after) {
    return connections.page(current.actor(), Optional.ofNullable(after)).stream()
        .map(connection -> View.of(connection, null))
        .toList();
  }

  /** One connection, with the checks of its newest test. */
  @GET
  @Path("connections/{id}")
  @Operation(summary = "One connection, with the checks of its newest test")
  @SecurityRequirement(name = "program", scopes = "connections:read")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.CONNECTIONS_READ)
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
  @Operation(summary = "Tests a connection now")
  @SecurityRequirement(name = "program", scopes = "connections:test")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.CONNECTIONS_TEST)
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

  /**
   * What makes this company's role.
   *
   * @param form {@code cloudformation} (the default), {@code terraform}, {@code cli} or {@code
   *     stack-set}
   * @param capabilities what it is to allow, by their codes; those that only read when none is
   *     named
   * @return 200; {@code SP-CAPABILITY-INVALID}; {@code SP-NOT-FOUND} for another form
   */
  @GET
  @Path("role-template")
  public Response template(
      @QueryParam("form") @DefaultValue("cloudformation") String form,
      @QueryParam("capability") List<String> capabilities) {
    Set<Capability> chosen = Connections.capabilities(capabilities);
    if (chosen.isEmpty()) {
      chosen = Capability.usual();
    }
    ExternalId externalId = companies.own(current.actor()).externalId();
    return switch (form) {
      case "cloudformation" ->
          file("sallyport-role.json", template.cloudFormation(externalId, chosen));
      case "terraform" -> file("sallyport-role.tf.json", template.terraform(externalId, chosen));
      case "stack-set" ->
          file(
              "sallyport-stack-set.sh",
              template.stackSet(externalId, chosen),
              MediaType.TEXT_PLAIN);
      case "cli" ->
          file("sallyport-role.sh", template.commands(externalId, chosen), MediaType.TEXT_PLAIN);
      default -> throw new ProblemException(ErrorCode.NOT_FOUND);
    };
  }

  /**
   * The role's template for every company, for the vendor to publish in S3: says nothing of
   * anybody.
   */
  @GET
  @Path("quick-create-template")
  @PermitAll
  public Response published() {
    return file("sallyport-role.template.json", template.published());
  }

  private static Response file(String name, String text) {
    return file(name, text, MediaType.APPLICATION_JSON);
  }

  private static Response file(String name, String text, String type) {
    return Response.ok(text, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
