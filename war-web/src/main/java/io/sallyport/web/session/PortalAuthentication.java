package io.sallyport.web.session;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.Network;
import io.sallyport.tenancy.limit.RateLimited;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.web.edge.ProblemMapper;
import io.sallyport.web.edge.ProblemPage;
import io.sallyport.web.token.ApiToken;
import io.sallyport.web.token.Bearer;
import io.sallyport.web.token.TokenVerifier;
import io.sallyport.web.tool.ToolPath;
import io.sallyport.web.tool.ToolSessionReader;
import io.sallyport.web.tool.ToolVisit;
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
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the container who has signed in, by their sign-in, in the roles they have at this moment;
 * or which program calls, by its token alone. Whoever it is not is sent to the sign-in page, or
 * told so as a problem by the API.
 */
@ApplicationScoped
public class PortalAuthentication implements HttpAuthenticationMechanism {
  private static final String SIGN_IN = "/sign-in";

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private Visits visits;
  @Inject private TokenVerifier tokens;
  @Inject private ToolSessionReader tools;
  @Inject private Limits limits;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    if (ToolPath.isTools(request)) {
      return admitTool(request, context);
    }
    if (Bearer.isIn(request)) {
      return admitProgram(request, response, context);
    }
    Optional<SignedIn> person;
    try {
      person = isAsset(request) ? Optional.empty() : visits.of(request).map(Visit::person);
    } catch (RuntimeException e) {
      return failed(e, request, response, context);
    }
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

  /** Nobody can be asked who is there: that is said, and not that they may not come in. */
  private AuthenticationStatus failed(
      RuntimeException thrown,
      HttpServletRequest request,
      HttpServletResponse response,
      HttpMessageContext context)
      throws AuthenticationException {
    Problem problem = ProblemMapper.problem(thrown);
    if (!context.isProtected()) {
      return context.doNothing();
    }
    try {
      if (request.getServletPath().startsWith("/api/")) {
        tell(problem, response);
      } else {
        request.setAttribute(ProblemPage.KNOWN, problem);
        response.sendError(problem.status());
      }
    } catch (IOException e) {
      throw new AuthenticationException(e);
    }
    return AuthenticationStatus.SEND_FAILURE;
  }

  /** Whoever is not let in here is told so by the servlet, as AWS's tools understand it. */
  private AuthenticationStatus admitTool(HttpServletRequest request, HttpMessageContext context) {
    if (!ToolSessionReader.isIn(request)) {
      // Any page on the web can have a browser ask for that: it is not counted for its address.
      ToolVisit.refuse(request, new ProblemException(ErrorCode.TOOL_SESSION_REFUSED));
      return context.doNothing();
    }
    try {
      ToolVisit visit =
          limits.unlessRefusedTooOften(
              Limit.REFUSED_TOKENS,
              Network.of(request.getRemoteAddr()).name(),
              () -> tools.read(request));
      visit.admit(request);
      return context.notifyContainerAboutLogin(visit.name(), Role.names(Set.of(visit.role())));
    } catch (RuntimeException e) {
      ToolVisit.refuse(request, e);
      return context.doNothing();
    }
  }

  private AuthenticationStatus admitProgram(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    try {
      ApiToken token =
          limits.unlessRefusedTooOften(
              Limit.REFUSED_TOKENS,
              Network.of(request.getRemoteAddr()).name(),
              () -> tokens.verify(Bearer.token(request).orElse("")));
      token.admit(request);
      return context.notifyContainerAboutLogin(token, Role.names(Set.of(token.role())));
    } catch (RuntimeException e) {
      if (!context.isProtected()) {
        // Here the container takes no refusal from us; the scope filter finds no token and refuses.
        return context.doNothing();
      }
      try {
        RateLimited.in(e)
            .ifPresent(
                limited ->
                    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(limited.seconds())));
        tell(ProblemMapper.problem(e), response);
      } catch (IOException unsent) {
        throw new AuthenticationException(unsent);
      }
      return AuthenticationStatus.SEND_FAILURE;
    }
  }

  private void tell(Problem problem, HttpServletResponse response) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.getWriter().write(jsonb.toJson(problem));
  }

  /** What is the same for everybody does not ask the database who is there. */
  private static boolean isAsset(HttpServletRequest request) {
    return request.getServletPath().startsWith("/assets/");
  }

  private void askToSignIn(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (ToolPath.isSigned(request)) {
      // No page is an answer to an AWS tool.
      tell(Problem.of(ErrorCode.TOOL_PATH_UNKNOWN), response);
    } else if (request.getServletPath().startsWith("/api/")) {
      tell(Problem.of(ErrorCode.SIGN_IN_REQUIRED), response);
    } else if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      // A page that outlived its session: Faces' own way to send its script elsewhere.
      response.setContentType("text/xml");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response
          .getWriter()
          .write("<partial-response><redirect url=\"" + SIGN_IN + "\"/></partial-response>");
    } else {
      String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
      response.sendRedirect(
          SIGN_IN
              + "?next="
              + URLEncoder.encode(request.getRequestURI() + query, StandardCharsets.UTF_8));
    }
  }
}
