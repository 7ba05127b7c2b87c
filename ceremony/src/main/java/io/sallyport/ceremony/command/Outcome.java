package io.sallyport.ceremony.command;

/** How a command ended: the exit code for scripts, and its stable name in the JSON answer. */
enum Outcome {
  /** Done as asked. */
  OK(0, "ok"),
  /** A rule or a check said no; nothing was written. */
  REFUSED(1, "refused"),
  /** The command line was not understood. */
  USAGE(2, "usage"),
  /** A file of that name exists; nothing was written. */
  EXISTS(3, "exists"),
  /** A file cannot be read or written. */
  FILES(4, "files"),
  /** A node or AWS refused, or could not be reached. */
  REMOTE(5, "remote");

  private final int exit;
  private final String code;

  Outcome(int exit, String code) {
    this.exit = exit;
    this.code = code;
  }

  int exit() {
    return exit;
  }

  String code() {
    return code;
  }
}
