package io.sallyport.web.node;

import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.StandingOrder;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.vault.VaultState;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** A decrypt node, as a web node calls it with its own certificate (Liberty's outbound TLS). */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface DecryptNode {
  @POST
  @Path("v1/verifications")
  VerificationReport verify(VerificationOrder order);

  @POST
  @Path("v1/requests")
  ServiceAnswer forward(ServiceRequest request);

  @GET
  @Path("v1/requests")
  List<RunningRequest> running(@QueryParam("tenant") String tenant);

  @DELETE
  @Path("v1/requests/{id}")
  void cancel(@PathParam("id") UUID id, @QueryParam("tenant") String tenant);

  @POST
  @Path("v1/enrolments")
  Enrolment enrol(EnrolmentOrder order);

  @POST
  @Path("v1/standings")
  void standing(StandingOrder order);

  @POST
  @Path("v1/departures")
  void leave(StandingOrder order);

  @POST
  @Path("v1/signed-requests")
  @Produces(MediaType.WILDCARD)
  Response relay(SignedRequest request);

  @GET
  @Path("vault/v1/state")
  VaultState state();

  @DELETE
  @Path("vault/v1/shares")
  VaultState abort(@QueryParam("person") String person);

  @POST
  @Path("vault/v1/seal")
  VaultState seal(@QueryParam("person") String person);
}
