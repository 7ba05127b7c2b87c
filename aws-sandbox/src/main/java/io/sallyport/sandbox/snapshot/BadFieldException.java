package io.sallyport.sandbox.snapshot;

/** A JSON document was refused; the message names the field. */
public final class BadFieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadFieldException(String message) {
    super(message);
  }
}
