package io.sallyport.demo.part;

import java.io.IOException;

/** Something that runs, and can be stopped and started again with its data. */
public sealed interface Part extends AutoCloseable permits Postgres, ProcessPart {
  /** What it is called in messages and in {@code demo.json}. */
  String name();

  /** Starts it and waits until it is ready. */
  void start() throws IOException, InterruptedException;

  /** The process to look at, or to stop. */
  long pid();

  boolean isRunning();

  /** Stops it, and waits until it is gone. Does nothing when it does not run. */
  @Override
  void close();
}
