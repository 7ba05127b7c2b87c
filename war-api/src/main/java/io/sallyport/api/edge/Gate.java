package io.sallyport.api.edge;

import io.sallyport.api.dispatch.Enrolments;
import io.sallyport.api.request.Forwarder;
import io.sallyport.api.running.RunningRequests;
import io.sallyport.api.tool.Relay;
import io.sallyport.api.tool.RelayedAnswer;
import io.sallyport.api.verification.Verifier;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.StandingOrder;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * The second door: a web node may ask, and only what is asked here is done as a decrypt node. No
 * other code runs in that role.
 */
@Stateless
@RolesAllowed("web-node")
@RunAs("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Gate {
  @Inject private Verifier verifier;
  @Inject private Forwarder forwarder;
  @Inject private Relay relay;
  @Inject private RunningRequests running;
  @Inject private Enrolments enrolments;

  public VerificationReport verify(VerificationOrder order) {
    return verifier.verify(order);
  }

  public ServiceAnswer forward(ServiceRequest request) {
    return forwarder.forward(request);
  }

  public List<RunningRequest> running(TenantId tenant) {
    return running.of(tenant);
  }

  public void cancel(TenantId tenant, UUID request) {
    running.cancel(tenant, request);
  }

  public Enrolment enrol(EnrolmentOrder order) {
    return enrolments.enrol(order);
  }

  public void standing(StandingOrder order) {
    enrolments.requireStanding(order);
  }

  public void leave(StandingOrder order) {
    enrolments.leave(order);
  }

  public RelayedAnswer relay(SignedRequest request) {
    return relay.relay(request);
  }
}
