package io.sallyport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and when something was measured: no number means anything without it. */
public final class Machine {
  private Machine() {}

  /** Date, processor, JDK and cores, in one line. */
  public static String described() throws IOException {
    return "%s, %s, JDK %s, %d cores"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            processor(),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors());
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(each -> each.startsWith("model name"))
        .map(each -> each.substring(each.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
