package io.sallyport.web.session;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.web.token.ApiToken;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/** Who is at the browser, and the ceremony that has begun there; or which program calls. */
@Named("me")
@RequestScoped
public class CurrentPerson {
  private static final String PROOF = "sallyport.proof";
  private static final String CEREMONY = "sallyport.ceremony";

  @Inject private HttpServletRequest request;
  @Inject private Visits visits;

  /** This request's visit, if somebody is signed in. */
  public Optional<Visit> visit() {
    return visits.of(request);
  }

  public boolean isSignedIn() {
    return visit().isPresent();
  }

  /** For pages: null when nobody has signed in. */
  public SignedIn getPerson() {
    return visit().map(Visit::person).orElse(null);
  }

  private boolean is(Role role) {
    return visit().filter(visit -> visit.person().is(role)).isPresent();
  }

  /** For pages: whether they came by their company's identity provider. */
  public boolean isCompanySignOn() {
    return visit().filter(visit -> visit.method() == SignIn.Method.SSO).isPresent();
  }

  /** For pages: whether they may connect accounts. */
  public boolean isAdmin() {
    return is(Role.ADMIN);
  }

  /** For pages: whether they are one of a customer's people. */
  public boolean isCustomer() {
    return Role.CUSTOMERS.stream().anyMatch(this::is);
  }

  /** For pages: whether they may have AWS asked. */
  public boolean isMayAsk() {
    return is(Role.ADMIN) || is(Role.USER);
  }

  /** For pages: whether they may see the company's settings without changing them. */
  public boolean isTenantAuditor() {
    return is(Role.AUDITOR);
  }

  /** For pages: whether they are one of the vendor's key custodians. */
  public boolean isCustodian() {
    return is(Role.CUSTODIAN);
  }

  /** For pages: whether they are of the vendor's staff and keep no keys. */
  public boolean isStaff() {
    return isSignedIn() && !isCustomer() && !isCustodian();
  }

  /** For pages: whether they help customers. */
  public boolean isSupport() {
    return is(Role.SUPPORT);
  }

  /** For pages: whether they run the nodes. */
  public boolean isOperator() {
    return is(Role.OPERATOR);
  }

  /** For pages: whether they decide with support on what a customer cannot decide. */
  public boolean isOfficer() {
    return is(Role.OFFICER);
  }

  /** For pages: whether they read the vendor's trail. */
  public boolean isVendorAuditor() {
    return is(Role.VENDOR_AUDIT);
  }

  /** For pages: where they start. */
  public String getHome() {
    if (isCustomer()) {
      return "/portal/connections";
    }
    if (isCustodian()) {
      return "/vault/";
    }
    return "/staff/";
  }

  /**
   * On whose behalf this request acts.
   *
   * @throws ProblemException {@code SP-SIGN-IN-REQUIRED}
   */
  public Actor actor() {
    return ApiToken.of(request).map(ApiToken::actor).orElseGet(() -> required().person().actor());
  }

  /**
   * By what they have proved who they are: the id of a person's sign-in, or a program's key ID.
   *
   * @throws ProblemException {@code SP-SIGN-IN-REQUIRED}
   */
  public String proof() {
    return ApiToken.of(request)
        .map(ApiToken::keyId)
        .orElseGet(() -> required().signIn().toString());
  }

  private Visit required() {
    return visit().orElseThrow(() -> new ProblemException(ErrorCode.SIGN_IN_REQUIRED));
  }

  /**
   * Requires that the passkey was used a short while ago: for what a session that was left alone at
   * a desk must not be enough for. No program can do it.
   *
   * @throws ProblemException {@code SP-FRESH-SIGN-IN-REQUIRED}
   */
  public void requireFresh() {
    if (visit().filter(visit -> Instant.now().isBefore(visit.freshUntil())).isEmpty()) {
      throw new ProblemException(ErrorCode.FRESH_SIGN_IN_REQUIRED);
    }
  }

  /**
   * Requires what it takes to change something in an account: of a person, that the passkey was
   * used a short while ago; of a program, the scope for it.
   *
   * @throws ProblemException {@code SP-FRESH-SIGN-IN-REQUIRED} or {@code SP-SCOPE-REFUSED}
   */
  public void requireToWrite() {
    Optional<ApiToken> token = ApiToken.of(request);
    if (token.isEmpty()) {
      requireFresh();
    } else {
      token.get().require(ApiScope.REQUESTS_WRITE);
    }
  }

  /**
   * Requires what it takes to get a session for an AWS tool: of a person, that the passkey was used
   * a short while ago; of a program, the scope to change something, where the session may.
   *
   * @throws ProblemException {@code SP-FRESH-SIGN-IN-REQUIRED} or {@code SP-SCOPE-REFUSED}
   */
  public void requireForTools(boolean write) {
    if (write || ApiToken.of(request).isEmpty()) {
      requireToWrite();
    }
  }

  /** The person has proved again who they are. */
  public void confirm() {
    visits.confirm(required(), request);
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

  /**
   * Remembers a ceremony that has begun, with a passkey or a provider; a session has one at a time.
   */
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

  /** Signs in somebody who has just proved who they are. */
  public Visit enter(SignedIn person, SignIn.Method method, HttpServletResponse response) {
    return enter(person, method, Instant.now(), response);
  }

  /**
   * Signs in somebody.
   *
   * @param proved when they themselves proved who they are; what that is long ago for is asked anew
   */
  public Visit enter(
      SignedIn person, SignIn.Method method, Instant proved, HttpServletResponse response) {
    return visits.begin(person, method, proved, request, response);
  }

  /** Keeps what a sign-in came with, as long as the web session lasts. */
  public void prove(Serializable proof) {
    request.getSession(true).setAttribute(PROOF, proof);
  }

  /** What a sign-in in this web session came with, if it came with such. */
  public <T> Optional<T> proof(Class<T> kind) {
    return Optional.ofNullable(request.getSession(false))
        .map(session -> session.getAttribute(PROOF))
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** Signs out. */
  public void leave(HttpServletResponse response) {
    Visit visit = required();
    visits.end(visit.person().actor(), visit.signIn(), request, response);
  }
}
