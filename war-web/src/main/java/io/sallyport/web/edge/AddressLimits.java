package io.sallyport.web.edge;

import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.Network;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Counts what {@link PerAddress} limits. */
@Provider
@PerAddress({})
public class AddressLimits implements ContainerRequestFilter {
  @Inject private Limits limits;
  @Inject private HttpServletRequest caller;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    PerAddress limited = resource.getResourceMethod().getAnnotation(PerAddress.class);
    if (limited == null) {
      limited = resource.getResourceClass().getAnnotation(PerAddress.class);
    }
    for (Limit limit : limited.value()) {
      limits.count(limit, Network.of(caller.getRemoteAddr()).name());
    }
  }
}
