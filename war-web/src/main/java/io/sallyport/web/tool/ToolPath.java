package io.sallyport.web.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/**
 * Where AWS tools ask: under {@code /aws} and not under {@code /api}, since AWS's own paths follow
 * it; and at the root, since the AWS SDK for Java asks EC2, STS and Auto Scaling (the Query
 * protocol) there, whatever path its endpoint has.
 */
public final class ToolPath {
  static final String PREFIX = "/aws";
  private static final String ROOT = "/";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TARGET = "X-Amz-Target";
  private static final String ALGORITHM = "AWS4-HMAC-SHA256 ";

  private ToolPath() {}

  /** Whether the request is a tool's, whatever its session is worth. */
  public static boolean isTools(HttpServletRequest request) {
    return isUnderPrefix(request) || isQueryAtRoot(request);
  }

  /** Whether only an AWS tool can have made it, wherever it asks. */
  public static boolean isSigned(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null && authorization.startsWith(ALGORITHM);
  }

  static boolean isUnderPrefix(HttpServletRequest request) {
    return request.getServletPath().equals(PREFIX);
  }

  /** The beginning of the path that is ours and not AWS's. */
  static String prefix(HttpServletRequest request) {
    return isUnderPrefix(request) ? PREFIX : "";
  }

  /**
   * Refuses what a tool asks elsewhere, in the tool's own terms: it would take a page for an
   * answer.
   *
   * @throws ProblemException {@code SP-TOOL-PATH-UNKNOWN}
   */
  static void require(HttpServletRequest request) {
    if (!isTools(request)) {
      throw new ProblemException(ErrorCode.TOOL_PATH_UNKNOWN);
    }
  }

  private static boolean isQueryAtRoot(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getMethod().equals("POST")
        && request.getRequestURI().equals(ROOT)
        && isSigned(request)
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith(FORM)
        && request.getHeader(TARGET) == null;
  }
}
