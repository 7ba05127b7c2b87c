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

  /** SQLSTATE class 08 is a connection exception, 57P a server that shuts down or starts up. */
  private static boolean isConnectionLost(SQLException sql) {
    String state = sql.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
