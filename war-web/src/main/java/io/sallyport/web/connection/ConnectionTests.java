package io.sallyport.web.connection;

import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.limit.Lanes;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.web.node.DecryptNodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Has connections tested by a decrypt node, which also writes down what it found. */
@ApplicationScoped
public class ConnectionTests {
  @Inject private Connections connections;
  @Inject private DecryptNodes nodes;
  @Inject private Limits limits;
  @Inject private Lanes lanes;

  /** Tests one of the actor's own connections. */
  public VerificationReport run(Actor actor, ConnectionId id) {
    ConnectionId own = connections.find(actor, id).id();
    limits.count(Limit.REQUESTS, actor.tenant().toString());
    VerificationOrder order = new VerificationOrder(RequestId.random().value(), actor, own.value());
    return lanes.within(actor.tenantId(), own, () -> nodes.verify(order));
  }
}
