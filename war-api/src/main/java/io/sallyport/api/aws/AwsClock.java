package io.sallyport.api.aws;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * How far this node's clock is from AWS's, as AWS's answers tell it. AWS takes no request that was
 * signed more than minutes before or after its own time, so what is signed here is dated by its
 * clock where ours differs; the SDK does the same for what it signs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html">Signature
 *     Version 4: troubleshooting</a>
 */
@ApplicationScoped
public class AwsClock {
  /** An answer's date has whole seconds, and is as old as its way here took. */
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(AwsClock.class.getName());

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Clock own;

  @Inject
  public AwsClock() {
    this(Clock.systemUTC());
  }

  AwsClock(Clock own) {
    this.own = own;
  }

  /** How far ours is ahead of AWS's; negative when it is behind, zero when they agree. */
  Duration ahead() {
    return ahead.get();
  }

  /** By which requests to AWS are dated. */
  public Clock signing() {
    return Clock.offset(own, ahead.get().negated());
  }

  /** Takes note of when AWS says that it answered. */
  void heard(SdkHttpResponse answer) {
    answer.firstMatchingHeader("Date").ifPresent(date -> heard(date, own.instant()));
  }

  private void heard(String date, Instant received) {
    Duration found;
    try {
      Instant told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      found = Duration.between(told, received);
    } catch (DateTimeException e) {
      // Says nothing of any clock.
      return;
    }
    Duration now = found.abs().compareTo(TOLERATED) > 0 ? found : Duration.ZERO;
    Duration before = ahead.getAndSet(now);
    if (before.isZero() != now.isZero()) {
      LOG.warning(() -> said(now));
    }
  }

  private static String said(Duration ahead) {
    if (ahead.isZero()) {
      return "This machine's clock agrees with AWS's again.";
    }
    return "This machine's clock is %d seconds %s AWS's. Requests to AWS are dated by AWS's; set the clock."
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }
}
