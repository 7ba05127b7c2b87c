package io.sallyport.web.session;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who is at the browser: the one place that reads and writes the web session. */
@Named("me")
@RequestScoped
public class CurrentPerson {
  private static final String PERSON = "sallyport.person";
  private static final String ENDS = "sallyport.ends";
  private static final String FRESH_UNTIL = "sallyport.fresh-until";
  private static final String PROOF = "sallyport.proof";
  private static final String CEREMONY = "sallyport.ceremony";

  @Inject private HttpServletRequest request;

  @Inject
  @ConfigProperty(name = "sallyport.session.fresh", defaultValue = "PT5M")
  private Duration fresh;

  @Inject
  @ConfigProperty(name = "sallyport.session.longest", defaultValue = "PT12H")
  private Duration longest;

  /** Who has signed in with this request's session, if anybody has, and not too long ago. */
  static Optional<SignedIn> of(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false))
        .filter(session -> isBefore(session, ENDS))
        .map(session -> (SignedIn) session.getAttribute(PERSON));
  }

  private static boolean isBefore(HttpSession session, String what) {
    return session.getAttribute(what) instanceof Instant end && Instant.now().isBefore(end);
  }

  public boolean isSignedIn() {
    return of(request).isPresent();
  }

  /** For pages: null when nobody has signed in. */
  public SignedIn getPerson() {
    return of(request).orElse(null);
  }

  /** For pages: whether they may connect accounts. */
  public boolean isAdmin() {
    return of(request).filter(person -> person.role() == Role.ADMIN).isPresent();
  }

  /** For pages: whether they are one of the vendor's key custodians. */
  public boolean isCustodian() {
    return of(request).filter(person -> person.role() == Role.CUSTODIAN).isPresent();
  }

  /** For pages: where they start. */
  public String getHome() {
    return isCustodian() ? "/vault/" : "/portal/connections";
  }

  /**
   * On whose behalf this request acts.
   *
   * @throws ProblemException {@code SP-SIGN-IN-REQUIRED}
   */
  public Actor actor() {
    return of(request).orElseThrow(() -> new ProblemException(ErrorCode.SIGN_IN_REQUIRED)).actor();
  }

  /**
   * Requires that the passkey was used a short while ago: for what a session that was left alone at
   * a desk must not be enough for.
   *
   * @throws ProblemException {@code SP-FRESH-SIGN-IN-REQUIRED}
   */
  public void requireFresh() {
    HttpSession session = request.getSession(false);
    if (session == null || !isBefore(session, FRESH_UNTIL)) {
      throw new ProblemException(ErrorCode.FRESH_SIGN_IN_REQUIRED);
    }
  }

  /** The person has used their passkey again. */
  public void confirm() {
    request.getSession(true).setAttribute(FRESH_UNTIL, Instant.now().plus(fresh));
  }

  /** Nobody can say that the person was at the browser just now: the next matter asks for it. */
  public void doubt() {
    request.getSession(true).removeAttribute(FRESH_UNTIL);
  }

  /** Keeps what the sign-in came with, as long as it lasts; a new sign-in comes with its own. */
  public void prove(Serializable proof) {
    request.getSession(true).setAttribute(PROOF, proof);
  }

  /** What the sign-in came with, if it came with such. */
  public <T> Optional<T> proof(Class<T> kind) {
    return Optional.ofNullable(request.getSession(false))
        .map(session -> session.getAttribute(PROOF))
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** Whether a sign-in counts as used just now. */
  public boolean isRecent(Instant at) {
    return at.plus(fresh).isAfter(Instant.now());
  }

  /** SHA-256 of the session's id: enough to bind a sealing ticket to it, useless to enter with. */
  public byte[] sessionHash() {
    byte[] id = request.getSession(true).getId().getBytes(StandardCharsets.UTF_8);
    try {
      return MessageDigest.getInstance("SHA-256").digest(id);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Remembers a ceremony that has begun, with a passkey or an identity provider; a session has one at a time. */
  public void begin(Serializable ceremony) {
    request.getSession(true).setAttribute(CEREMONY, ceremony);
  }

  /** Takes the ceremony that has begun: its challenge answers once, whatever the answer is. */
  public <T> Optional<T> take(Class<T> kind) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return Optional.empty();
    }
    Object ceremony = session.getAttribute(CEREMONY);
    session.removeAttribute(CEREMONY);
    return Optional.ofNullable(ceremony).filter(kind::isInstance).map(kind::cast);
  }

  /**
   * Signs in, under a new session id: whoever knew the old one gains nothing (session fixation).
   */
  public void enter(SignedIn person) {
    HttpSession session = request.getSession(true);
    request.changeSessionId();
    session.setAttribute(PERSON, person);
    session.removeAttribute(PROOF);
    // However busy it is.
    session.setAttribute(ENDS, Instant.now().plus(longest));
    confirm();
  }

  /** Signs out. */
  public void leave() {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
