package io.sallyport.web.session;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.signin.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells the container who has signed in, by their sign-in, in the roles they have at this moment.
 * Whoever has not is sent to the sign-in page, or told so as a problem by the API.
 */
@ApplicationScoped
public class PortalAuthentication implements HttpAuthenticationMechanism {
  private static final String SIGN_IN = "/sign-in";

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private Visits visits;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    Optional<SignedIn> person =
        isAsset(request) ? Optional.empty() : visits.of(request).map(Visit::person);
    if (person.isPresent()) {
      return context.notifyContainerAboutLogin(
          "person:" + person.get().person(), Role.names(person.get().roles()));
    }
    if (!context.isProtected()) {
      return context.doNothing();
    }
    try {
      askToSignIn(request, response);
    } catch (IOException e) {
      throw new AuthenticationException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  /** What is the same for everybody does not ask the database who is there. */
  private static boolean isAsset(HttpServletRequest request) {
    return request.getServletPath().startsWith("/assets/");
  }

  private void askToSignIn(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().startsWith("/api/")) {
      Problem problem = Problem.of(ErrorCode.SIGN_IN_REQUIRED);
      response.setStatus(problem.status());
      response.setContentType(Problem.MEDIA_TYPE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getWriter().write(jsonb.toJson(problem));
    } else if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      // A page that outlived its session: Faces' own way to send its script elsewhere.
      response.setContentType("text/xml");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response
          .getWriter()
          .write("<partial-response><redirect url=\"" + SIGN_IN + "\"/></partial-response>");
    } else {
      response.sendRedirect(
          SIGN_IN + "?next=" + URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8));
    }
  }
}
