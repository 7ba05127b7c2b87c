package io.sallyport.web.onpremise;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.onpremise.OnPremiseNode;
import io.sallyport.tenancy.onpremise.OnPremiseNodes;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * The company's own nodes. To change anything about them, an administrator's passkey must have been
 * used just now.
 */
@Path("on-premise-nodes")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OnPremiseNodeResource {
  @Inject private CurrentPerson current;
  @Inject private OnPremiseNodes nodes;
  @Inject private AuditTrail trail;

  /**
   * A node.
   *
   * @param standing code, e.g. {@code ENROLLED}
   * @param release what it says its release is, or null
   * @param certificateEnds null when it has none
   * @param lastSeen when its newest receipt came, or null
   * @param dialling whether it holds connections to us now
   */
  @Schema(name = "OnPremiseNode")
  public record View(
      String id,
      String name,
      String standing,
      String release,
      Instant certificateEnds,
      Instant lastSeen,
      boolean dialling) {
    static View of(OnPremiseNode node) {
      return new View(
          node.id().toString(),
          node.name(),
          node.standing(Instant.now()).name(),
          node.release().orElse(null),
          node.notAfter().orElse(null),
          node.seenAt().orElse(null),
          node.isDialling(Instant.now()));
    }
  }

  /**
   * A node to add.
   *
   * @param name 1 to 64 visible characters
   */
  @Schema(name = "NewOnPremiseNode")
  public record Wish(String name) {}

  /**
   * What enrols a node once.
   *
   * @param id the node's
   * @param code for {@code bin/enroll}
   * @param until when it ends
   */
  @Schema(name = "EnrolmentCode")
  public record Code(String id, String code, Instant until) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Code";
    }
  }

  /** All that were not revoked, by name. */
  @GET
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  @Operation(summary = "The company's own nodes")
  public List<View> list() {
    return nodes.all(current.actor()).stream().map(View::of).toList();
  }

  /** Adds one: 201 with a code that enrols it. */
  @POST
  @APIResponseSchema(value = Code.class, responseCode = "201", responseDescription = "Added")
  public Response add(Wish wish) {
    current.requireFresh();
    Actor actor = current.actor();
    String name = wish == null ? null : wish.name();
    NodeId id =
        trail.record(
            AuditEntry.of(actor, AuditAction.NODE_ADD, "new", UUID.randomUUID()),
            facts -> {
              NodeId added = nodes.add(actor, name);
              facts.add("node", added.toString());
              return added;
            });
    return Response.created(URI.create("on-premise-nodes/" + id)).entity(code(actor, id)).build();
  }

  /** A code that enrols it, in place of any from before: also a node that was enrolled already. */
  @POST
  @Path("{id}/codes")
  @Consumes(MediaType.WILDCARD)
  @APIResponseSchema(value = Code.class, responseCode = "201", responseDescription = "Issued")
  public Response code(@PathParam("id") String id) {
    current.requireFresh();
    return Response.status(Response.Status.CREATED)
        .entity(code(current.actor(), OnPremiseNodes.id(id)))
        .build();
  }

  private Code code(Actor actor, NodeId id) {
    OnPremiseNodes.Code code =
        trail.record(
            AuditEntry.of(actor, AuditAction.NODE_CODE, id, UUID.randomUUID()),
            () -> nodes.code(actor, id));
    return new Code(id.toString(), code.code(), code.until());
  }

  /** Revokes one, from the next request on: 204. */
  @DELETE
  @Path("{id}")
  @Consumes(MediaType.WILDCARD)
  public void revoke(@PathParam("id") String id) {
    current.requireFresh();
    Actor actor = current.actor();
    NodeId node = OnPremiseNodes.id(id);
    trail.act(
        AuditEntry.of(actor, AuditAction.NODE_REVOKE, node, UUID.randomUUID()),
        () -> nodes.revoke(actor, node));
  }
}
