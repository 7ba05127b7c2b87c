package io.sallyport.web.node;

import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * A decrypt node's API service, as a web node calls it: at {@code decrypt-node/mp-rest/url}, with
 * the node's own certificate (Liberty's outbound TLS). At most 32 calls at once, so that a slow AWS
 * does not take all of the portal's threads. Nothing is tried twice here, since a call that failed
 * may have been done.
 */
@Bulkhead(32)
@RegisterRestClient(configKey = "decrypt-node")
@RegisterProvider(ProblemReader.class)
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface DecryptNode {
  @POST
  @Path("verifications")
  VerificationReport verify(VerificationOrder order);

  @POST
  @Path("requests")
  ServiceAnswer forward(ServiceRequest request);
}
