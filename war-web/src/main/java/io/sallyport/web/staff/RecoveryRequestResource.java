package io.sallyport.web.staff;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.recovery.Recoveries;
import io.sallyport.tenancy.scope.Look;
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

/**
 * Giving a customer's administrator access again: support asks, a security officer approves. Each
 * step is in the customer's own trail.
 */
@Path("staff/tenants/{tenant}/recoveries")
@RequestScoped
@RolesAllowed({Role.VENDOR_SUPPORT, Role.SECURITY_OFFICER})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RecoveryRequestResource {
  @Inject private CurrentPerson current;
  @Inject private Looks looks;
  @Inject private Recoveries recoveries;
  @Inject private AuditTrail trail;

  /**
   * Who read out what.
   *
   * @param person the administrator
   * @param code three groups of four letters
   */
  public record Heard(String person, String code) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Heard[" + person + "]";
    }
  }

  /**
   * A request that was made.
   *
   * @param approval its id
   */
  public record Requested(String approval) {}

  /** Asks: 201. */
  @POST
  @RolesAllowed(Role.VENDOR_SUPPORT)
  public Response ask(@PathParam("tenant") String tenant, Heard heard) {
    current.requireFresh();
    Heard given = heard == null ? new Heard(null, null) : heard;
    Look look = looks.at(tenant);
    UUID person = PathId.of(given.person(), ErrorCode.PERSON_UNKNOWN);
    UUID approval =
        trail.record(
            Looks.entry(look, AuditAction.RECOVERY_ASK, person),
            () -> recoveries.ask(look, given.code(), person));
    return Response.status(Response.Status.CREATED)
        .entity(new Requested(approval.toString()))
        .build();
  }

  /** Approves: 204; it takes effect after the delay. */
  @POST
  @Path("{approval}/approval")
  @RolesAllowed(Role.SECURITY_OFFICER)
  public void approve(@PathParam("tenant") String tenant, @PathParam("approval") String approval) {
    current.requireFresh();
    Look look = looks.at(tenant);
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    trail.act(
        Looks.entry(look, AuditAction.RECOVERY_APPROVE, id), () -> recoveries.approve(look, id));
  }

  /** Declines, or takes back: 204. */
  @DELETE
  @Path("{approval}")
  public void decline(@PathParam("tenant") String tenant, @PathParam("approval") String approval) {
    current.requireFresh();
    Look look = looks.at(tenant);
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    trail.act(Looks.entry(look, AuditAction.RECOVERY_END, id), () -> recoveries.decline(look, id));
  }
}
