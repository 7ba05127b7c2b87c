package io.sallyport.sandbox.signature;

/** A request was not signed as it must be; each service has its own words for the reasons. */
public final class SignatureRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a signature was refused. */
  public enum Reason {
    /** There is no signature at all. */
    MISSING,
    /** Parts of the signature are missing or unreadable. */
    INCOMPLETE,
    /** No such key in force, or a token that does not belong to it. */
    UNKNOWN_KEY,
    /** The signature is another than the one calculated here. */
    MISMATCH,
    /** The request's time is too far from now. */
    OUT_OF_TIME,
    /** The temporary key is past its end. */
    EXPIRED_TOKEN
  }

  private final Reason reason;

  public SignatureRefusal(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
