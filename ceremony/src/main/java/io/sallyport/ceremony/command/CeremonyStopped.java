package io.sallyport.ceremony.command;

/**
 * A command cannot do what it was asked. The message says to the person at the keyboard what is
 * wrong; it never holds a secret.
 */
final class CeremonyStopped extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  CeremonyStopped(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  CeremonyStopped(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  static CeremonyStopped refused(String message, Object... arguments) {
    return new CeremonyStopped(Outcome.REFUSED, message.formatted(arguments));
  }

  Outcome outcome() {
    return outcome;
  }
}
