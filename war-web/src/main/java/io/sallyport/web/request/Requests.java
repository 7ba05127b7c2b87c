package io.sallyport.web.request;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.limit.Lanes;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.web.node.DecryptNodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Has requests forwarded by a decrypt node, through the actor's own connections only. */
@ApplicationScoped
public class Requests {
  @Inject private Connections connections;
  @Inject private DecryptNodes nodes;
  @Inject private Limits limits;
  @Inject private Lanes lanes;

  /**
   * Forwards.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-CONNECTION-UNKNOWN}, or what the
   *     decrypt node says
   */
  public ServiceAnswer forward(
      Actor actor,
      ConnectionId connection,
      String service,
      String operation,
      String region,
      Map<String, Object> parameters) {
    ConnectionId own = connections.find(actor, connection).id();
    limits.count(Limit.REQUESTS, actor.tenant().toString());
    ServiceRequest request =
        new ServiceRequest(
            RequestId.random().value(), actor, own.value(), service, operation, region, parameters);
    return lanes.within(actor.tenantId(), own, () -> nodes.forward(request));
  }
}
