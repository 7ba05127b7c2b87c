package io.sallyport.web.connection;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.Capability;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.sealing.Sealer;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Leave to seal, and taking in what was sealed. Only the alias arrives readable. */
@Path("/")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SealingResource {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private CurrentManifest manifests;
  @Inject private Sealer sealer;
  @Inject private AuditTrail trail;

  /**
   * What is to be sealed.
   *
   * @param connection an existing connection whose details are replaced, or null for a new one
   * @param way how it enters the account: {@code role}, which null means, or {@code node}
   */
  public record Wish(String connection, String way) {}

  /**
   * Leave to seal once within ten minutes.
   *
   * @param context what the envelope must be bound to
   * @param manifest the signed key manifest, whose active key is to be sealed for
   */
  public record Leave(JsonObject context, String manifest) {}

  /**
   * A sealed form.
   *
   * @param alias the connection's readable name; for an existing connection it is not looked at
   * @param ticket the ticket that the leave named
   * @param envelope the JWE in compact form
   * @param capabilities what the connection is made for, by their codes; null leaves an existing
   *     connection's as they are
   */
  public record Form(String alias, String ticket, String envelope, List<String> capabilities) {}

  /**
   * What was stored.
   *
   * @param connection the connection's id
   */
  public record Stored(String connection) {}

  /** Issues leave to seal, to somebody who has used their passkey just now: 201. */
  @POST
  @Path("sealing-tickets")
  @APIResponseSchema(value = Leave.class, responseCode = "201", responseDescription = "Issued")
  public Response issue(Wish wish) {
    current.requireFresh();
    Actor actor = current.actor();
    CurrentManifest.Verified manifest = manifests.verifiedInForce();
    Optional<ConnectionId> existing =
        Optional.ofNullable(wish).map(Wish::connection).map(Connections::id);
    ConnectionWay way = way(wish == null ? null : wish.way());
    String subject = existing.map(ConnectionId::toString).orElse("new");
    SealingContext context =
        trail.record(
            AuditEntry.of(actor, AuditAction.TICKET_ISSUE, subject, UUID.randomUUID()),
            () ->
                connections.issueTicket(
                    actor,
                    current.sessionHash(),
                    existing,
                    way,
                    manifest.manifest().activeBrowserKey().id()));
    Leave leave =
        new Leave(
            Json.createObjectBuilder()
                .add("tenant", context.tenant().toString())
                .add("record", context.record().toString())
                .add("version", context.version())
                .add("schema", context.schema())
                .add("ticket", context.ticket().value())
                .build(),
            manifest.document());
    return Response.status(Response.Status.CREATED).entity(leave).build();
  }

  /** Takes in a sealed form: 201 with the connection's address. */
  @POST
  @Path("envelopes")
  @APIResponseSchema(value = Stored.class, responseCode = "201", responseDescription = "Stored")
  public Response store(Form form) {
    Form given = form == null ? new Form(null, null, null, null) : form;
    SealingTicket ticket = ticket(given.ticket());
    Set<Capability> capabilities = Connections.capabilities(given.capabilities());
    Actor actor = current.actor();
    SealingContext context = connections.ticketContext(actor, current.sessionHash(), ticket);
    AuditEntry entry =
        AuditEntry.of(actor, AuditAction.ENVELOPE_STORE, context.record(), UUID.randomUUID())
            .with("version", context.version())
            .with("capabilities", String.join(" ", Capability.codes(capabilities)));
    ConnectionId stored =
        trail.record(
            entry,
            () ->
                connections.store(
                    actor,
                    current.sessionHash(),
                    ticket,
                    given.alias(),
                    capabilities,
                    (issued, kid) -> sealer.seal(given.envelope(), issued, kid)));
    return Response.created(URI.create("connections/" + stored))
        .entity(new Stored(stored.toString()))
        .build();
  }

  private static ConnectionWay way(String code) {
    try {
      return code == null ? ConnectionWay.ROLE : ConnectionWay.of(code);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED, e);
    }
  }

  private static SealingTicket ticket(String text) {
    try {
      return new SealingTicket(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.TICKET_REFUSED, e);
    }
  }
}
