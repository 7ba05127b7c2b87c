package io.sallyport.sandbox.console;

/** A stack was not created; the message says to a person why, and nothing was changed. */
final class StackRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackRefusal(String message) {
    super(message);
  }
}
