package io.sallyport.onprem;

/** What was asked for cannot be done. The message says why, and what to do. */
class Stopped extends Exception {
  private static final long serialVersionUID = 1L;

  Stopped(String message) {
    super(message);
  }

  Stopped(String message, Throwable cause) {
    super(message, cause);
  }
}
