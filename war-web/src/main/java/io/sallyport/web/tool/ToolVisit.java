package io.sallyport.web.tool;

import io.sallyport.contract.identity.Actor;
import io.sallyport.crypto.toolsession.ToolSessionToken;
import io.sallyport.tenancy.company.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * A request of an AWS tool, in a session that one of our nodes issued. Whether the request itself
 * is its, the decrypt node finds out, which alone can know the session's secret.
 *
 * @param session as its token says
 * @param role what its person or program may do now
 */
public record ToolVisit(ToolSessionToken session, Role role) {
  private static final String ATTRIBUTE = "sallyport.tool";
  private static final String REFUSAL = "sallyport.tool.refusal";

  public ToolVisit {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(role, "role");
  }

  /** The session that a request was let in with. */
  public static Optional<ToolVisit> of(HttpServletRequest request) {
    return Optional.ofNullable((ToolVisit) request.getAttribute(ATTRIBUTE));
  }

  /** Lets the request in. */
  public void admit(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Remembers why a request was not let in. */
  public static void refuse(HttpServletRequest request, RuntimeException why) {
    request.setAttribute(REFUSAL, why);
  }

  /**
   * The session that a request was let in with.
   *
   * @throws RuntimeException why it was not
   */
  static ToolVisit require(HttpServletRequest request) {
    return of(request).orElseThrow(() -> (RuntimeException) request.getAttribute(REFUSAL));
  }

  /** On whose behalf. */
  public Actor actor() {
    return session.access().actor();
  }

  /** How the container is told who it is. */
  public String name() {
    return "tool:" + actor().person();
  }
}
