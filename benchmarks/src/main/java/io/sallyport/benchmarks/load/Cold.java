package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A request for which nothing is held (one opening, one AssumeRole) beside the next one, which
 * finds a session.
 *
 * @param cold in milliseconds, sorted
 * @param warm in milliseconds, sorted
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Cold(double[] cold, double[] warm) {
  private static final int ROUNDS = 60;
  private static final int UNMEASURED = 10;

  /**
   * Measures, sealing the connection's details again before each round.
   *
   * @param owner whose connection it is
   */
  static Cold measure(SampleConnection connection, Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    owner.signIn();
    double[] cold = new double[ROUNDS];
    double[] warm = new double[ROUNDS];
    for (int round = -UNMEASURED; round < ROUNDS; round++) {
      connection.sealAgain(owner);
      double first = asked(connection, owner);
      double second = asked(connection, owner);
      if (round >= 0) {
        cold[round] = first;
        warm[round] = second;
      }
    }
    Arrays.sort(cold);
    Arrays.sort(warm);
    return new Cold(cold, warm);
  }

  private static double asked(SampleConnection connection, Visitor owner)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    owner.call("connections/" + connection.id() + "/requests", SampleConnection.QUESTION, 200);
    return (System.nanoTime() - start) / 1e6;
  }

  static double percentile(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
