package io.sallyport.crypto.ring;

/** A share does not belong where it was offered. The message names the share, never its value. */
public final class ShareRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** Of another splitting. */
    FOREIGN,
    /** Not the share that was made. */
    ALTERED,
    /** Already there. */
    DUPLICATE,
    /** Not enough to make the master key. */
    TOO_FEW
  }

  private final Reason reason;

  public ShareRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
