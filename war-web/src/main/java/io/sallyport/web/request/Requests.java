package io.sallyport.web.request;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.limit.Lanes;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.web.node.DecryptNodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Has requests forwarded by a decrypt node, through the actor's own connections only. */
@ApplicationScoped
public class Requests {
  private static final int MOST_PAGES = 1_000;

  private final AllowList allowList = AllowList.ofThisRelease();

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

  /**
   * Forwards for one page after another, each a request of its own, as it is asked for; at most
   * 1,000.
   *
   * @throws io.sallyport.contract.error.ProblemException at once for what is not allowed, and, like
   *     {@link #forward}, by the iterator
   */
  public Iterator<ServiceAnswer> pages(
      Actor actor,
      ConnectionId connection,
      String service,
      String operation,
      String region,
      Map<String, Object> parameters) {
    Optional<String> token = allowList.find(service, operation).pageToken();
    Map<String, Object> asked = new HashMap<>(parameters == null ? Map.of() : parameters);
    return new Iterator<>() {
      private int pages;
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more && pages < MOST_PAGES;
      }

      @Override
      public ServiceAnswer next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        ServiceAnswer page = forward(actor, connection, service, operation, region, asked);
        pages++;
        Optional<String> next = token.map(name -> AwsJson.text(page.result(), name));
        more = next.filter(text -> !text.isEmpty()).isPresent();
        if (more) {
          asked.put(token.get(), next.get());
        }
        return page;
      }
    };
  }
}
