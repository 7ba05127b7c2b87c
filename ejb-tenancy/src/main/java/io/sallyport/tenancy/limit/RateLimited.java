package io.sallyport.tenancy.limit;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Something was tried too often, or too much of it at once; and when to try again. */
public final class RateLimited extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  RateLimited(Duration retryAfter) {
    this(ErrorCode.RATE_LIMITED, retryAfter);
  }

  public RateLimited(ErrorCode code, Duration retryAfter) {
    super(
        Problem.of(code, "Try again in %d second(s).".formatted(seconds(retryAfter)), null, null));
    this.retryAfter = retryAfter;
  }

  /** The one behind {@code thrown}, if there is one. */
  public static Optional<RateLimited> in(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .filter(RateLimited.class::isInstance)
        .map(RateLimited.class::cast)
        .findFirst();
  }

  /** For {@code Retry-After} (RFC 9110 section 10.2.3): whole seconds, at least 1. */
  public long seconds() {
    return seconds(retryAfter);
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
