package io.sallyport.sandbox;

/** The sandbox could not start; nothing is listening. The message says in one line why. */
public final class SandboxStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was in the way, with the exit code of the command. */
  public enum Cause {
    PORT(3),
    FILE(4),
    KEY_STORE(5);

    private final int exitCode;

    Cause(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Cause what;

  SandboxStartException(Cause what, String message, Throwable cause) {
    super(message, cause);
    this.what = what;
  }

  public Cause what() {
    return what;
  }
}
