package io.sallyport.web.tool;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.request.Reason;
import io.sallyport.crypto.toolsession.ToolSessionIssuer;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Sessions for customers' own AWS tools. What is issued is shown once, and kept nowhere. */
@Path("connections/{id}/tool-sessions")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ToolSessionResource {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private ToolSessionIssuer issuer;
  @Inject private Limits limits;
  @Inject private AuditTrail trail;
  @Inject private ToolSessionLife life;

  /**
   * What is wanted.
   *
   * @param write whether to change something; may be left out, for no
   * @param reason why, in at most 200 characters; may be left out
   */
  public record Wanted(Boolean write, String reason) {}

  /**
   * A session, as the AWS tools' {@code credential_process} has it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">Process
   *     credential provider</a>
   */
  @Schema(name = "ToolSession")
  public record Issued(
      @JsonbProperty("Version") int version,
      @JsonbProperty("AccessKeyId") String accessKeyId,
      @JsonbProperty("SecretAccessKey") String secretAccessKey,
      @JsonbProperty("SessionToken") String sessionToken,
      @JsonbProperty("Expiration") String expiration) {}

  /**
   * 201 with a session through this connection alone. To a person only when their passkey was used
   * just now; a program needs the scope {@code requests:write} besides for one that may change
   * something.
   */
  @POST
  @Operation(summary = "Issues a session for AWS tools")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public Response issue(@PathParam("id") String id, Wanted wanted) {
    boolean write = wanted != null && Boolean.TRUE.equals(wanted.write());
    String reason = Reason.read(wanted == null ? null : wanted.reason());
    current.requireForTools(write);
    Actor actor = current.actor();
    ConnectionId connection = connections.find(actor, Connections.id(id)).id();
    limits.count(Limit.REQUESTS, actor.tenant().toString());
    Instant expires = Instant.now().plus(life.longest()).truncatedTo(ChronoUnit.SECONDS);
    AuditEntry entry =
        AuditEntry.of(actor, AuditAction.TOOL_SESSION_ISSUE, connection, RequestId.random().value())
            .with("write", write)
            .with("expires", expires.toString())
            .because(reason);
    ToolSessionIssuer.Issued issued =
        trail.record(
            entry,
            facts -> {
              ToolSessionIssuer.Issued made =
                  issuer.issue(actor, current.proof(), connection.value(), write, expires, reason);
              facts.add("tool", made.accessKeyId());
              return made;
            });
    return Response.status(Response.Status.CREATED)
        .entity(
            new Issued(
                1,
                issued.accessKeyId(),
                issued.secretAccessKey(),
                issued.sessionToken(),
                expires.toString()))
        .build();
  }
}
