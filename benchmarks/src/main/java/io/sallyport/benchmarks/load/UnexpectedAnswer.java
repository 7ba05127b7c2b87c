package io.sallyport.benchmarks.load;

import java.io.IOException;

/**
 * The portal answered something else than what was measured: it counts as an error, never as fast.
 */
final class UnexpectedAnswer extends IOException {
  private static final long serialVersionUID = 1;

  UnexpectedAnswer(String message) {
    super(message);
  }
}
