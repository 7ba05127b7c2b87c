package io.sallyport.web.session;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.signin.NewSignIn;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.signin.SignIns;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.web.token.Bearer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ties a browser to a sign-in. The web session, which lies in the database, names the sign-in; the
 * browser proves with a second cookie that it is the one that signed in. Neither is enough alone.
 */
@ApplicationScoped
public class Visits {
  private static final String SIGN_IN = "sallyport.sign-in";
  private static final String VISIT = "sallyport.visit";
  private static final String PROOF = "__Host-sallyport-proof";
  private static final int PROOF_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Inject private SignIns signIns;

  @Inject
  @ConfigProperty(name = "sallyport.session.idle", defaultValue = "PT15M")
  private Duration idle;

  @Inject
  @ConfigProperty(name = "sallyport.session.fresh", defaultValue = "PT5M")
  private Duration fresh;

  @Inject
  @ConfigProperty(name = "sallyport.session.longest", defaultValue = "PT12H")
  private Duration longest;

  private record Held(UUID tenant, UUID signIn) implements Serializable {}

  /** Whose request it is; asked of the database once for each. */
  public Optional<Visit> of(HttpServletRequest request) {
    if (request.getAttribute(VISIT) instanceof Optional<?> known) {
      return known.map(Visit.class::cast);
    }
    // Should that fail, the page that says so is shown as to somebody who is not signed in.
    request.setAttribute(VISIT, Optional.empty());
    Optional<Visit> visit = resume(request);
    request.setAttribute(VISIT, visit);
    return visit;
  }

  private Optional<Visit> resume(HttpServletRequest request) {
    if (Bearer.isIn(request)) {
      // A program's request, whatever cookies come with it.
      return Optional.empty();
    }
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(SIGN_IN) instanceof Held held)) {
      return Optional.empty();
    }
    return proof(request)
        .flatMap(
            proof -> signIns.resume(new TenantId(held.tenant()), held.signIn(), hash(proof), idle));
  }

  private static Optional<String> proof(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(PROOF)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Begins a visit, under a new session id and with a new proof: whoever knew the old ones gains
   * nothing (session fixation).
   */
  Visit begin(
      SignedIn person,
      SignIn.Method method,
      Instant proved,
      HttpServletRequest request,
      HttpServletResponse response) {
    byte[] secret = new byte[PROOF_BYTES];
    random.nextBytes(secret);
    String proof = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant now = Instant.now();
    Visit visit =
        signIns.begin(
            person.actor(),
            person,
            new NewSignIn(
                method,
                hash(proof),
                request.getRemoteAddr(),
                request.getHeader("User-Agent"),
                (proved.isAfter(now) ? now : proved).plus(fresh),
                now.plus(longest)));
    HttpSession session = request.getSession(true);
    request.changeSessionId();
    session.setAttribute(SIGN_IN, new Held(person.tenant(), visit.signIn()));
    response.addCookie(cookie(proof, -1));
    request.setAttribute(VISIT, Optional.of(visit));
    return visit;
  }

  /** The person has proved again who they are. */
  void confirm(Visit visit, HttpServletRequest request) {
    Instant until = Instant.now().plus(fresh);
    signIns.confirm(visit.person().actor(), visit.signIn(), until);
    request.setAttribute(
        VISIT, Optional.of(new Visit(visit.person(), visit.signIn(), visit.method(), until)));
  }

  /** Ends a visit, in the database and in the browser. */
  void end(Actor actor, UUID signIn, HttpServletRequest request, HttpServletResponse response) {
    signIns.end(actor, signIn);
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    response.addCookie(cookie("", 0));
    request.setAttribute(VISIT, Optional.empty());
  }

  /** After which time without a request a sign-in ends by itself. */
  public Duration idle() {
    return idle;
  }

  private static Cookie cookie(String value, int maxAge) {
    Cookie cookie = new Cookie(PROOF, value);
    cookie.setPath("/");
    cookie.setSecure(true);
    cookie.setHttpOnly(true);
    cookie.setMaxAge(maxAge);
    cookie.setAttribute("SameSite", "Strict");
    return cookie;
  }

  private static byte[] hash(String proof) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(proof.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
