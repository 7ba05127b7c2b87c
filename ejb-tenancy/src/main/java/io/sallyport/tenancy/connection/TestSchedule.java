package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.VerificationReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * When a connection is tested again: after {@code sallyport.reverification.interval}, a tenth more
 * or less, so that those that were connected together are not tested together; after a
 * twenty-fourth of it where AWS gave no answer.
 */
@ApplicationScoped
public class TestSchedule {
  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final double JITTER = 0.1;
  private static final int SOONER = 24;

  private final Duration interval;

  /** For the container's proxy. */
  protected TestSchedule() {
    interval = null;
  }

  @Inject
  public TestSchedule(
      @ConfigProperty(name = "sallyport.reverification.interval", defaultValue = "P1D")
          Duration interval) {
    if (interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "sallyport.reverification.interval must be at least PT10M, not " + interval);
    }
    this.interval = interval;
  }

  /** About how long after a test that AWS answered. */
  Duration interval() {
    return interval;
  }

  /** How long after that test. */
  Duration after(VerificationReport report) {
    Duration whole = report.isConclusive() ? interval : interval.dividedBy(SOONER);
    double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return Duration.of((long) (whole.toMillis() * factor), ChronoUnit.MILLIS);
  }
}
