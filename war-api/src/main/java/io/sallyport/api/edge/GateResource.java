package io.sallyport.api.edge;

import io.sallyport.api.tool.RelayedAnswer;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.StandingOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/**
 * What web nodes may ask. 200 with the answer, or problem details: 4xx when the request or the
 * customer's account is at fault, 502 and 503 when AWS or one of our parts is.
 */
@Path("/")
@RequestScoped
@RolesAllowed("web-node")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class GateResource {
  @Inject private Gate gate;
  @Context private HttpServletResponse response;

  @POST
  @Path("verifications")
  public VerificationReport verify(VerificationOrder order) {
    return gate.verify(order);
  }

  @POST
  @Path("requests")
  public ServiceAnswer forward(ServiceRequest request) {
    return gate.forward(request);
  }

  /** A company's requests that are under way here. */
  @GET
  @Path("requests")
  public List<RunningRequest> running(@QueryParam("tenant") String tenant) {
    return gate.running(company(tenant));
  }

  /** 204 when it was broken off, or {@code SP-REQUEST-NOT-RUNNING}. */
  @DELETE
  @Path("requests/{id}")
  public void cancel(@PathParam("id") UUID id, @QueryParam("tenant") String tenant) {
    gate.cancel(company(tenant), id);
  }

  private static TenantId company(String id) {
    try {
      return TenantId.parse(String.valueOf(id));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED, e);
    }
  }

  /** What a company's own node asks for: its certificate. */
  @POST
  @Path("enrolments")
  public Enrolment enrol(EnrolmentOrder order) {
    return gate.enrol(order);
  }

  /** 204 when a company's own node, which asks, has the newest of its certificates. */
  @POST
  @Path("standings")
  public void standing(StandingOrder order) {
    gate.standing(order);
  }

  /** 204 when a company's own node, which asks for it, is revoked. */
  @POST
  @Path("departures")
  public void leave(StandingOrder order) {
    gate.leave(order);
  }

  /** 200 with what AWS answered, whatever that is: its head in a header, then its body. */
  @POST
  @Path("signed-requests")
  @Produces(MediaType.WILDCARD)
  public Response relay(SignedRequest request) {
    RelayedAnswer answer = gate.relay(request);
    StreamingOutput body =
        out -> {
          try (InputStream in = answer.body()) {
            sendOn(in, out);
          } catch (IOException e) {
            if (response.isCommitted()) {
              throw e;
            }
            // What is there already of AWS's answer is no part of a problem.
            response.reset();
            throw new ProblemException(ErrorCode.AWS_UNAVAILABLE, e);
          }
        };
    return Response.ok(body, MediaType.APPLICATION_OCTET_STREAM)
        .header(AnswerHead.HEADER, answer.head())
        .header(AnswerHead.THROUGH_NODE, answer.throughNode())
        .build();
  }

  private static void sendOn(InputStream from, OutputStream to) throws IOException {
    try {
      from.transferTo(to);
    } catch (IOException e) {
      WireAnswer.giveUp(from);
      throw e;
    }
  }
}
