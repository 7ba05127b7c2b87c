package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Whether the time of a refusal tells what was found: signing in as passkeys that somebody has, and
 * as such that nobody has, in turn.
 *
 * @param known nanoseconds until it was refused, for somebody's passkey
 * @param unknown the same for nobody's
 */
record Probing(Histogram known, Histogram unknown) {
  private static final int TRIALS = 100;
  private static final int ID_BYTES = 32;

  static Probing measure(List<Visitor> visitors)
      throws IOException, InterruptedException, GeneralSecurityException {
    Histogram known = new Histogram(3);
    Histogram unknown = new Histogram(3);
    SecureRandom random = new SecureRandom();
    Visitor prober = visitors.get(0);
    for (int trial = 0; trial < TRIALS; trial++) {
      known.recordValue(
          prober.isRefusedAs(visitors.get(1 + trial % (visitors.size() - 1)).passkeyId()));
      byte[] nobodys = new byte[ID_BYTES];
      random.nextBytes(nobodys);
      unknown.recordValue(prober.isRefusedAs(nobodys));
    }
    return new Probing(known, unknown);
  }

  /** How many times as long a known one takes, at a percentile. */
  double ratio(double percentile) {
    return (double) known.getValueAtPercentile(percentile)
        / unknown.getValueAtPercentile(percentile);
  }
}
