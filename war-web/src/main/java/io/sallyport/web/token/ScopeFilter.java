package io.sallyport.web.token;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets programs call only operations that say which {@link Scope} they need, and only with a token
 * that has it. Roles are checked besides.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class ScopeFilter implements ContainerRequestFilter {
  @Inject private HttpServletRequest http;
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!Bearer.isIn(http)) {
      return;
    }
    ApiToken token =
        ApiToken.of(http).orElseThrow(() -> new ProblemException(ErrorCode.TOKEN_REFUSED));
    Scope scope = operation.getResourceMethod().getAnnotation(Scope.class);
    if (scope == null) {
      throw ProblemException.in(
          ErrorCode.SCOPE_REFUSED, null, "This operation is not for programs.");
    }
    token.require(scope.value());
  }
}
