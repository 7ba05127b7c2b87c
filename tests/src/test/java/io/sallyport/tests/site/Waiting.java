package io.sallyport.tests.site;

import java.time.Duration;
import java.time.Instant;

/** Waiting for what comes by itself, and not for longer than it may take. */
public final class Waiting {
  private static final long PAUSE_MILLIS = 200;

  private Waiting() {}

  /** Something that is not so yet. */
  @FunctionalInterface
  public interface Question {
    boolean isSo() throws Exception;
  }

  /** Waits until it is so; fails when it is not within {@code most}. */
  public static void until(Question question, Duration most) throws Exception {
    Instant end = Instant.now().plus(most);
    while (!question.isSo()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within " + most);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
