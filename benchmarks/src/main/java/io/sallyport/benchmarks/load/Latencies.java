package io.sallyport.benchmarks.load;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * How long an action took, of those that began and ended while it was measured.
 *
 * @param nanos of those that succeeded
 * @param errors how many did not, the warm-up's included
 * @param firstError what went wrong first; empty when nothing did
 * @param measured for how long
 */
record Latencies(Histogram nanos, long errors, Optional<String> firstError, Duration measured) {
  /**
   * Makes sure that all that was done got the answer that it should.
   *
   * @throws IllegalStateException with the first error
   */
  static void requireNoErrors(Stream<Latencies> all) {
    all.flatMap(each -> each.firstError().stream())
        .findFirst()
        .ifPresent(
            error -> {
              throw new IllegalStateException(error);
            });
  }

  double perSecond() {
    return nanos.getTotalCount() * 1e3 / measured.toMillis();
  }

  double millis(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}
