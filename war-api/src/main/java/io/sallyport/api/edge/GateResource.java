package io.sallyport.api.edge;

import io.sallyport.api.tool.RelayedAnswer;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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

  /** What a company's own node asks for: its certificate. */
  @POST
  @Path("enrolments")
  public Enrolment enrol(EnrolmentOrder order) {
    return gate.enrol(order);
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
          }
        };
    return Response.ok(body, MediaType.APPLICATION_OCTET_STREAM)
        .header(AnswerHead.HEADER, answer.head())
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
