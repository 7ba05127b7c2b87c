package io.sallyport.web.company;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.closing.Closures;
import io.sallyport.tenancy.company.Role;
import io.sallyport.web.edge.PathId;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Closing the company's account. Each step needs a passkey that was used just now. */
@Path("company/deletion")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class CompanyResource {
  @Inject private CurrentPerson current;
  @Inject private Closures closures;
  @Inject private DeletionCertificate certificate;
  @Inject private AuditTrail trail;

  /**
   * A request that was made.
   *
   * @param approval its id
   */
  public record Requested(String approval) {}

  /**
   * The proof.
   *
   * @param certificate a compact JWS, signed by a node that the key manifest lists
   */
  public record Proof(String certificate) {}

  /** Asks: 201. */
  @POST
  public Response request() {
    Actor actor = fresh();
    UUID asked =
        trail.record(
            AuditEntry.of(
                actor, AuditAction.COMPANY_CLOSE_REQUEST, actor.tenant(), UUID.randomUUID()),
            () -> closures.request(actor));
    return Response.status(Response.Status.CREATED).entity(new Requested(asked.toString())).build();
  }

  /** Approves, as a second administrator: 204. */
  @POST
  @Path("{approval}/approval")
  public void approve(@PathParam("approval") String approval) {
    Actor actor = fresh();
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    trail.act(
        AuditEntry.of(actor, AuditAction.COMPANY_CLOSE_APPROVE, id, UUID.randomUUID()),
        () -> closures.approve(actor, id));
  }

  /** Calls it off: 204. */
  @DELETE
  @Path("{approval}")
  public void cancel(@PathParam("approval") String approval) {
    Actor actor = current.actor();
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    trail.act(
        AuditEntry.of(actor, AuditAction.COMPANY_CLOSE_CANCEL, id, UUID.randomUUID()),
        () -> closures.cancel(actor, id));
  }

  /** Does it: 200 with the certificate. Nobody of the company is signed in any more then. */
  @POST
  @Path("{approval}/execution")
  public Proof close(@PathParam("approval") String approval) {
    Actor actor = fresh();
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    return new Proof(
        trail.record(
            AuditEntry.of(actor, AuditAction.COMPANY_CLOSE, actor.tenant(), UUID.randomUUID()),
            () -> closures.close(actor, id, certificate::of)));
  }

  private Actor fresh() {
    current.requireFresh();
    return current.actor();
  }
}
