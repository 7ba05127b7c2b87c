package io.sallyport.web.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.toolsession.ToolSessionToken;
import io.sallyport.tenancy.client.ToolCallers;
import io.sallyport.tenancy.company.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/**
 * Lets a tool's request as far as to the decrypt node, if one of our web nodes issued its session,
 * which is not over, to somebody who may still ask.
 */
@ApplicationScoped
public class ToolSessionReader {
  private static final String TOKEN = "X-Amz-Security-Token";

  @Inject private CurrentManifest manifests;
  @Inject private JcaProvider provider;
  @Inject private ToolCallers callers;

  /** Whether a request brings any. */
  public static boolean isIn(HttpServletRequest request) {
    return request.getHeader(TOKEN) != null;
  }

  /**
   * Reads the session that {@link #isIn it brings}.
   *
   * @throws ProblemException {@code SP-TOOL-SESSION-REFUSED}
   */
  public ToolVisit read(HttpServletRequest request) {
    ToolSessionToken session =
        ToolSessionToken.read(request.getHeader(TOKEN), manifests.inForce(), provider);
    if (!Instant.now().isBefore(session.expires())) {
      throw new ProblemException(ErrorCode.TOOL_SESSION_REFUSED);
    }
    Role role =
        callers
            .standing(session.access().actor(), session.access().proof())
            .orElseThrow(() -> new ProblemException(ErrorCode.TOOL_SESSION_REFUSED));
    return new ToolVisit(session, role);
  }
}
