package io.sallyport.web.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.request.Reason;
import io.sallyport.crypto.toolsession.ToolAccess;
import io.sallyport.crypto.toolsession.ToolSessionGrant;
import io.sallyport.crypto.toolsession.ToolSessionIssuer;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Sessions for customers' own AWS tools. What is issued is shown once, and kept nowhere. */
@Path("connections/{id}/tool-sessions")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ToolSessionResource {
  /** From the browser to the program beside it. */
  private static final Duration GRANT_LIFE = Duration.ofMinutes(1);

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private ToolSessionIssue sessions;
  @Inject private ToolSessionIssuer issuer;

  /**
   * What is wanted.
   *
   * @param write whether to change something; may be left out, for no
   * @param reason why, in at most 200 characters; may be left out
   */
  public record Wanted(Boolean write, String reason) {}

  /**
   * 201 with a session through this connection alone. To a person only when their passkey was used
   * just now; a program needs the scope {@code requests:write} besides for one that may change
   * something.
   */
  @POST
  @Operation(summary = "Issues a session for AWS tools")
  @APIResponseSchema(
      value = ToolSessionIssue.Issued.class,
      responseCode = "201",
      responseDescription = "Issued")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public Response issue(@PathParam("id") String id, Wanted wanted) {
    return created(
        sessions.issue(
            wanted == null ? access(id, null, null) : access(id, wanted.write(), wanted.reason()),
            () -> {}));
  }

  /**
   * What a program on the person's computer wants.
   *
   * @param write whether to change something; may be left out, for no
   * @param reason why, in at most 200 characters; may be left out
   * @param challenge base64url of SHA-256 of what it will show (RFC 7636, {@code S256})
   */
  @Schema(name = "ToolSessionGrantWanted")
  public record GrantWanted(Boolean write, String reason, String challenge) {}

  /**
   * A grant.
   *
   * @param code for the program, which gets the session for it
   */
  @Schema(name = "ToolSessionGrant")
  public record Granted(String code) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Granted";
    }
  }

  /**
   * 201 with a code, good once and for a minute, with which the program that made the challenge
   * gets a session. Only when the passkey was used just now; no program can do it.
   */
  @POST
  @Path("grants")
  @Operation(summary = "Lets a program on one's computer have a session for AWS tools")
  @APIResponseSchema(value = Granted.class, responseCode = "201", responseDescription = "Granted")
  public Response grant(@PathParam("id") String id, GrantWanted wanted) {
    if (wanted == null || !ToolSessionPage.isChallenge(wanted.challenge())) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED);
    }
    ToolAccess access = access(id, wanted.write(), wanted.reason());
    return created(
        new Granted(
            issuer.sign(
                new ToolSessionGrant(
                    UUID.randomUUID(),
                    access,
                    wanted.challenge(),
                    Instant.now().plus(GRANT_LIFE)))));
  }

  private ToolAccess access(String id, Boolean wantsToWrite, String why) {
    boolean write = Boolean.TRUE.equals(wantsToWrite);
    String reason = Reason.read(why);
    current.requireForTools(write);
    Actor actor = current.actor();
    UUID connection = connections.find(actor, Connections.id(id)).id().value();
    return new ToolAccess(actor, current.proof(), connection, write, reason);
  }

  private static Response created(Object what) {
    return Response.status(Response.Status.CREATED).entity(what).build();
  }
}
