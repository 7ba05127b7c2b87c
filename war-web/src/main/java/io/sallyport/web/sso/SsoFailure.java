package io.sallyport.web.sso;

/**
 * A sign-in by a company's provider that did not come about. The message is for the company's own
 * administrator: it names no token and no claim's value.
 */
final class SsoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final SsoReason reason;

  SsoFailure(SsoReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  SsoFailure(SsoReason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  SsoReason reason() {
    return reason;
  }

  /** Reason and detail. */
  String told() {
    return reason.sentence() + ". " + getMessage();
  }
}
