package io.sallyport.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Watches how full a node's old generation is, by {@code jstat}: it reads what every JVM publishes,
 * a decrypt node's too, which lets nobody attach.
 */
final class OldGeneration implements AutoCloseable {
  private static final String USED = "OU";
  private static final int KIB = 1024;

  private final Process jstat;
  private final Thread reader;
  private final List<Double> used = Collections.synchronizedList(new ArrayList<>());

  OldGeneration(long pid) throws IOException {
    jstat =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                "-gc",
                Long.toString(pid),
                "500")
            .redirectErrorStream(true)
            .start();
    reader = new Thread(this::read, "jstat of " + pid);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(jstat.getInputStream(), StandardCharsets.US_ASCII))) {
      List<String> names = List.of(lines.readLine().strip().split("\\s+"));
      int column = names.indexOf(USED);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        used.add(Double.parseDouble(line.strip().split("\\s+")[column]));
      }
    } catch (IOException e) {
      // The process was ended.
      Thread.currentThread().interrupt();
    }
  }

  /** By how many MiB it grew at most, since the watch began. */
  double grownMebibytes() {
    List<Double> seen = List.copyOf(used);
    return (Collections.max(seen) - seen.get(0)) / KIB;
  }

  @Override
  public void close() {
    jstat.destroy();
  }
}
