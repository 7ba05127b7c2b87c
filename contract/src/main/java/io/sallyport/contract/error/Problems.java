package io.sallyport.contract.error;

import java.sql.SQLException;

/** Tells from anything that was thrown which problem it is. */
public final class Problems {
  private Problems() {}

  /**
   * The problem behind {@code thrown}: its own if it is, or was caused by, a {@link
   * ProblemException}; {@code SP-DATABASE-UNAVAILABLE} for a lost or refused database connection;
   * {@code SP-INTERNAL} for anything else, of which nothing is told.
   */
  public static Problem from(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof ProblemException known) {
        return known.problem();
      }
      if (each instanceof SQLException sql && isConnectionLost(sql)) {
        return Problem.of(ErrorCode.DATABASE_UNAVAILABLE);
      }
    }
    return Problem.of(ErrorCode.INTERNAL);
  }

  /**
   * The problem that an HTTP status alone tells, as servers and JAX-RS refuse what reaches none of
   * our code.
   */
  public static Problem ofStatus(int status) {
    return Problem.of(
        switch (status) {
          case 400, 406 -> ErrorCode.REQUEST_MALFORMED;
          case 401 -> ErrorCode.SIGN_IN_REQUIRED;
          case 403 -> ErrorCode.FORBIDDEN;
          case 404 -> ErrorCode.NOT_FOUND;
          case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
          case 413 -> ErrorCode.REQUEST_TOO_LARGE;
          case 415 -> ErrorCode.MEDIA_TYPE_UNSUPPORTED;
          default -> ErrorCode.INTERNAL;
        });
  }

  /** SQLSTATE class 08 is a connection exception, 57P a server that shuts down or starts up. */
  private static boolean isConnectionLost(SQLException sql) {
    String state = sql.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
