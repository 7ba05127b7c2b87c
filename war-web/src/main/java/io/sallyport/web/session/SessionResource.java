package io.sallyport.web.session;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.signin.SignIns;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.web.edge.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where one is signed in, and ending that. */
@Path("me/sessions")
@RequestScoped
@RolesAllowed({
  Role.TENANT_ADMIN,
  Role.TENANT_USER,
  Role.TENANT_AUDITOR,
  Role.KEY_CUSTODIAN,
  Role.VENDOR_SUPPORT,
  Role.VENDOR_OPERATOR,
  Role.SECURITY_OFFICER,
  Role.VENDOR_AUDITOR
})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
  @Inject private CurrentPerson current;
  @Inject private Visits visits;
  @Inject private SignIns signIns;
  @Inject private AuditTrail trail;

  /**
   * A browser that one is signed in with.
   *
   * @param method {@code passkey} or {@code sso}
   * @param lastSeenAt to half a minute
   * @param present whether it is the one that asks
   */
  public record View(
      String id,
      String method,
      String address,
      String browser,
      Instant startedAt,
      Instant lastSeenAt,
      Instant endsAt,
      boolean present) {}

  /** All that are open: 200. */
  @GET
  public List<View> all() {
    Visit visit = visit();
    return signIns.own(visit.person().actor(), visits.idle()).stream()
        .map(signIn -> view(signIn, visit.signIn()))
        .toList();
  }

  private static View view(SignIn signIn, UUID present) {
    return new View(
        signIn.id().toString(),
        signIn.method().code(),
        signIn.address(),
        signIn.browser(),
        signIn.startedAt(),
        signIn.lastSeenAt(),
        signIn.endsAt(),
        signIn.id().equals(present));
  }

  /** Ends one: 204. */
  @DELETE
  @Path("{id}")
  public void end(@PathParam("id") String id) {
    UUID ended = PathId.of(id, ErrorCode.SESSION_UNKNOWN);
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.SESSION_END, ended, UUID.randomUUID()),
        () -> signIns.end(actor, ended));
  }

  /** Ends all but this one: 204. */
  @DELETE
  public void endOthers() {
    Visit visit = visit();
    Actor actor = visit.person().actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.SESSION_END, "others", UUID.randomUUID()),
        () -> signIns.endOthers(actor, visit.signIn()));
  }

  private Visit visit() {
    return current.visit().orElseThrow(() -> new ProblemException(ErrorCode.SIGN_IN_REQUIRED));
  }
}
