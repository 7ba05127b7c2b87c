package io.sallyport.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Holds a demo's state for one process at a time, and clears away what an earlier start left
 * running when it was killed.
 */
final class StateLock implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Path pids;
  private final FileChannel channel;

  private StateLock(Path pids, FileChannel channel) {
    this.pids = pids;
    this.channel = channel;
  }

  /**
   * Takes the state.
   *
   * @throws StartRefused when a demo already runs there
   */
  static StateLock take(Path state) throws IOException {
    Files.createDirectories(state);
    Path file = state.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new StartRefused(
          "A demo already runs here, as process "
              + Files.readString(file).strip()
              + ". Stop it with Ctrl-C where you started it, or with: kill "
              + Files.readString(file).strip());
    }
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
    return new StateLock(state.resolve("pids"), channel);
  }

  /** Writes down which processes there are, for whoever has to clear them away. */
  void remember(List<Long> running) throws IOException {
    Files.write(
        pids,
        running.stream()
            .map(ProcessHandle::of)
            .flatMap(Optional::stream)
            .map(StateLock::line)
            .toList());
  }

  /** A process is its id and the moment it began: ids are used again. */
  private static String line(ProcessHandle process) {
    return process.pid()
        + " "
        + process.info().startInstant().map(Object::toString).orElse("unknown");
  }

  /**
   * Stops what an earlier start left running.
   *
   * @return how many processes that were
   */
  int clearLeftovers() throws IOException {
    if (!Files.exists(pids)) {
      return 0;
    }
    int cleared = 0;
    for (String line : Files.readAllLines(pids)) {
      Optional<ProcessHandle> left =
          ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
              .filter(process -> line(process).equals(line));
      if (left.isPresent()) {
        stop(left.get());
        cleared++;
      }
    }
    Files.delete(pids);
    return cleared;
  }

  private static void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(pids);
      channel.close(); // releases the lock
    }
  }
}
