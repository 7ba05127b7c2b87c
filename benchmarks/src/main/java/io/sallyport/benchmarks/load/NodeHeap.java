package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a node's heap holds after a full collection, asked from outside with {@code jcmd}. */
final class NodeHeap {
  private static final int PATIENCE = 60;

  private final ProcessHandle jvm;

  /**
   * A node's.
   *
   * @param pid the node's process, or the script that started it
   */
  NodeHeap(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    jvm =
        Stream.concat(Stream.of(process), process.descendants())
            .filter(each -> each.info().command().orElse("").endsWith("/java"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no JVM under process " + pid));
  }

  /** Bytes of all objects that are reachable. */
  long liveBytes() throws IOException, InterruptedException {
    // What finalizers and cleaners let go after the first collection, the second one takes.
    jcmd("GC.run");
    jcmd("GC.run_finalization");
    return jcmd("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd says no total"));
  }

  /** The classes whose instances take most, one a line, with how many and how much. */
  String histogram() throws IOException, InterruptedException {
    return jcmd("GC.class_histogram");
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(jvm.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("jcmd " + command + ": " + said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
