package io.sallyport.web.request;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.CanonicalUuid;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.web.node.DecryptNodes;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
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
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The company's requests to AWS that are under way, and breaking one off. */
@Path("running-requests")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RunningRequestResource {
  @Inject private CurrentPerson current;
  @Inject private DecryptNodes nodes;
  @Inject private AuditTrail trail;

  /**
   * A request that is under way.
   *
   * @param requestId names it
   * @param connection through which
   * @param service e.g. {@code ec2}
   * @param operation e.g. {@code DescribeInstances}
   * @param region e.g. {@code eu-central-1}
   * @param since when it was begun
   * @param mine whether whoever asks began it
   * @param ends whether it was told to end already
   */
  @Schema(name = "RunningRequest")
  public record View(
      UUID requestId,
      UUID connection,
      String service,
      String operation,
      String region,
      Instant since,
      boolean mine,
      boolean ends) {}

  /**
   * All that can be broken off by whoever asks: their own, and for an administrator everybody's.
   */
  @GET
  @Operation(summary = "The requests to AWS that are under way")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public List<View> list() {
    Actor actor = current.actor();
    return nodes.underWay(actor.tenantId()).requests().stream()
        .filter(each -> mayBreakOff(actor, each))
        .sorted(Comparator.comparing(RunningRequest::since))
        .map(each -> view(actor, each))
        .toList();
  }

  private boolean mayBreakOff(Actor actor, RunningRequest request) {
    return current.isAdmin() || isMine(actor, request);
  }

  private static boolean isMine(Actor actor, RunningRequest request) {
    return request.person().equals(actor.person());
  }

  private static View view(Actor actor, RunningRequest request) {
    return new View(
        request.requestId(),
        request.connection(),
        request.service(),
        request.operation(),
        request.region(),
        request.since(),
        isMine(actor, request),
        request.ends());
  }

  /**
   * Breaks one off: 204 when it was told to end, which it does at once while AWS is asked, and
   * otherwise before AWS is asked. What AWS was sent already it may do: whoever asks again under
   * the same idempotency key learns it.
   */
  @DELETE
  @Path("{id}")
  @Operation(summary = "Breaks off a request to AWS")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public void cancel(@PathParam("id") String id) {
    Actor actor = current.actor();
    UUID wanted = requestId(id);
    DecryptNodes.UnderWay underWay = nodes.underWay(actor.tenantId());
    RunningRequest request =
        underWay.requests().stream()
            .filter(each -> each.requestId().equals(wanted) && mayBreakOff(actor, each))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        underWay.whole()
                            ? ErrorCode.REQUEST_NOT_RUNNING
                            : ErrorCode.DECRYPT_NODE_UNAVAILABLE));
    AuditEntry entry =
        AuditEntry.of(
                actor, AuditAction.REQUEST_CANCEL, request.connection(), RequestId.random().value())
            .with("request", request.requestId().toString());
    trail.act(entry, () -> nodes.cancel(actor.tenantId(), request.requestId()));
  }

  private static UUID requestId(String text) {
    try {
      return CanonicalUuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.REQUEST_NOT_RUNNING, e);
    }
  }
}
