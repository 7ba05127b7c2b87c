package io.sallyport.crypto.keys;

/** A key file or provider that configuration names cannot be used; the node must not start. */
public final class KeyFileException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public KeyFileException(String message) {
    super(message);
  }

  public KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
