package io.sallyport.onprem;

/** What the portal refused. */
final class Refused extends Stopped {
  private static final long serialVersionUID = 1L;

  private final String code;

  Refused(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The problem's, e.g. {@code SP-ENROLMENT-REFUSED}; {@code HTTP 404} where it has none. */
  String code() {
    return code;
  }
}
