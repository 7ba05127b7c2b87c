package io.sallyport.demo.part;

/** A part that is one process of its own. */
abstract sealed class ProcessPart implements Part permits LibertyNode, OnPremiseNode, Sandbox {
  private ChildProcess process;

  /** Remembers the process, so that it is stopped even if it never gets ready. */
  final ChildProcess started(ChildProcess begun) {
    process = begun;
    return begun;
  }

  @Override
  public final long pid() {
    return process == null ? -1 : process.pid();
  }

  @Override
  public final boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public final void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
