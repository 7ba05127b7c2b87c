package io.sallyport.web.edge;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.web.token.Bearer;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Refuses what another site makes a browser send. A browser names the origin of every request that
 * may change something (Fetch section 3.2); only our own will do. The session cookie is {@code
 * SameSite=Strict} besides. A program's request, an identity provider's own word and what a
 * company's node or a person's program asks need none: no cookie counts for them, and no browser
 * adds their tokens by itself.
 */
@Provider
@PreMatching
public class SameOrigin implements ContainerRequestFilter {
  private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private static final Set<String> MACHINES =
      Set.of(
          "sso/backchannel-logout",
          "node-enrolments",
          "node-renewals",
          "node-standings",
          "node-departures",
          "tool-sessions");

  @Inject private RelyingParty portal;
  @Inject private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    if (!SAFE.contains(request.getMethod())
        && !Bearer.isIn(http)
        && !(origin == null && isForMachines(request))
        && !portal.origin().equals(origin)) {
      throw new ProblemException(ErrorCode.CSRF_REFUSED);
    }
  }

  /** What a browser sends has an origin, and counts for nothing here: not even for its address. */
  private static boolean isForMachines(ContainerRequestContext request) {
    return MACHINES.contains(request.getUriInfo().getPath().replaceFirst("^/", ""));
  }
}
