package io.sallyport.sandbox.wire;

/** A refusal or failure as AWS tells it: a code, a message, an HTTP status. */
public final class AwsFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  public AwsFault(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
