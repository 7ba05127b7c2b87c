package io.sallyport.demo.part;

import io.sallyport.demo.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that the demo started, and will stop: politely first, then not. */
final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code command} in {@code folder}, with what it prints going to {@code log}. */
  static ChildProcess start(
      String name, Path folder, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ChildProcess(name, log, builder.start());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until {@code ready}.
   *
   * @throws StartRefused with the end of its log, when it ended or took too long
   */
  void await(BooleanSupplier ready, Duration atMost) throws InterruptedException, IOException {
    Instant end = Instant.now().plus(atMost);
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new StartRefused(name + " ended while it was starting." + Log.endOf(log));
      }
      if (Instant.now().isAfter(end)) {
        throw new StartRefused(
            name + " was not ready within " + atMost.toSeconds() + " s." + Log.endOf(log));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
