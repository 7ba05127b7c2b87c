package io.sallyport.web.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How a request to the API brings a token: {@code Authorization: Bearer} (RFC 6750 section 2.1).
 * Such a request is a program's, and no cookie that comes with it is looked at; any other is a
 * browser's.
 */
public final class Bearer {
  private static final String SCHEME = "Bearer";

  private Bearer() {}

  /** Whether the request is a program's, whatever its token is worth. */
  public static boolean isIn(HttpServletRequest request) {
    return request.getServletPath().startsWith("/api/")
        && headers(request).stream().anyMatch(Bearer::isBearer);
  }

  private static boolean isBearer(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && (header.length() == SCHEME.length() || header.charAt(SCHEME.length()) == ' ');
  }

  /** The token, if it is the only thing that the request authenticates with. */
  public static Optional<String> token(HttpServletRequest request) {
    List<String> headers = headers(request);
    return headers.size() == 1 && isIn(request)
        ? Optional.of(headers.get(0).substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static List<String> headers(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Authorization"));
  }
}
