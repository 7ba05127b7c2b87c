package io.sallyport.web.onpremise;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.StandingOrder;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.onpremise.NodeEnrolments;
import io.sallyport.tenancy.onpremise.OnPremiseNode;
import io.sallyport.tenancy.onpremise.OnPremiseNodes;
import io.sallyport.web.edge.PerAddress;
import io.sallyport.web.node.DecryptNodes;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/**
 * Where companies' nodes ask for their certificates, with a one-time code or with the certificate
 * that they have, or to be revoked. A decrypt node issues them; this one hands on the code's hash
 * and no more.
 */
@Path("/")
@RequestScoped
@PermitAll
@SecurityRequirements
@PerAddress(Limit.CEREMONIES)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EnrolmentResource {
  private static final int LONGEST_REQUEST = 8 * 1024;
  private static final int LONGEST_RELEASE = 64;

  @Inject private NodeEnrolments enrolments;
  @Inject private DecryptNodes decryptNodes;

  /**
   * What a node says that has a code.
   *
   * @param code in any case, with or without its hyphens
   * @param request certificate signing request (PKCS #10, DER) in Base64
   * @param release the node's release
   */
  @Schema(name = "NodeEnrolment")
  public record Wish(String code, String request, String release) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Wish";
    }
  }

  /**
   * What a node says that renews.
   *
   * @param node its id
   * @param request as when it enrols, for its next key
   * @param renewal compact JWS over the request, under the certificate that it has
   * @param release the node's release
   */
  @Schema(name = "NodeRenewal")
  public record Renewal(String node, String request, String renewal, String release) {}

  /** Enrols: 201 with its certificate and with whom to trust. */
  @POST
  @Path("node-enrolments")
  @Operation(summary = "For bin/enroll: a code becomes a certificate")
  @APIResponseSchema(value = Enrolment.class, responseCode = "201", responseDescription = "Issued")
  public Response enrol(Wish wish) {
    if (wish == null) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
    byte[] hash = NodeEnrolments.hash(wish.code());
    TenantId tenant = enrolments.tenantOf(hash);
    OnPremiseNode node = enrolments.find(tenant, hash);
    return issued(
        new EnrolmentOrder(
            node.enroller(),
            node.id().value(),
            Base64.getEncoder().encodeToString(hash),
            bounded(wish.request(), LONGEST_REQUEST),
            null,
            bounded(wish.release(), LONGEST_RELEASE),
            RequestId.random().value()));
  }

  /** Renews: 201 with a further certificate; the one before is good two days more. */
  @POST
  @Path("node-renewals")
  @Operation(summary = "For bin/renew: a certificate becomes the next one")
  @APIResponseSchema(value = Enrolment.class, responseCode = "201", responseDescription = "Issued")
  public Response renew(Renewal renewal) {
    if (renewal == null) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
    NodeId id = OnPremiseNodes.id(renewal.node());
    OnPremiseNode node = enrolments.find(enrolments.tenantOfNode(id), id);
    return issued(
        new EnrolmentOrder(
            node.enroller(),
            node.id().value(),
            null,
            bounded(renewal.request(), LONGEST_REQUEST),
            bounded(renewal.renewal(), LONGEST_REQUEST),
            bounded(renewal.release(), LONGEST_RELEASE),
            RequestId.random().value()));
  }

  /**
   * What a node says that leaves.
   *
   * @param node its id
   * @param departure compact JWS over its id, under the certificate that it has
   */
  @Schema(name = "NodeDeparture")
  public record Departure(String node, String departure) {}

  /** Revokes the node that asks for it: 204, and none of its certificates is good any more. */
  @POST
  @Path("node-departures")
  @Operation(summary = "For bin/leave: a node has itself revoked")
  public void leave(Departure departure) {
    if (departure == null) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
    decryptNodes.leave(order(departure.node(), departure.departure()));
  }

  /**
   * What a node says that asks how it stands.
   *
   * @param node its id
   * @param standing compact JWS over its id, under the certificate that it has
   */
  @Schema(name = "NodeStanding")
  public record Standing(String node, String standing) {}

  /** 204 where the certificate that a node has is its newest, and good; else a problem. */
  @POST
  @Path("node-standings")
  @Operation(summary = "For bin/doctor: whether a node's certificate is its newest, and good")
  public void standing(Standing standing) {
    if (standing == null) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
    decryptNodes.requireStanding(order(standing.node(), standing.standing()));
  }

  private StandingOrder order(String node, String wish) {
    NodeId id = OnPremiseNodes.id(node);
    return new StandingOrder(
        enrolments.tenantOfNode(id).value(),
        id.value(),
        bounded(wish, LONGEST_REQUEST),
        RequestId.random().value());
  }

  private Response issued(EnrolmentOrder order) {
    return Response.status(Response.Status.CREATED).entity(decryptNodes.enrol(order)).build();
  }

  private static String bounded(String text, int most) {
    if (text == null || text.length() > most) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
    return text;
  }
}
