package io.sallyport.tests.site;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The system's {@code testssl.sh}. */
public final class Testssl {
  private static final int PATIENCE_MINUTES = 15;

  private Testssl() {}

  /**
   * Something that it looked at.
   *
   * @param id what
   * @param severity as it judges: {@code DEBUG}, {@code OK}, {@code INFO}, {@code LOW} and so on
   * @param finding what it saw
   */
  public record Finding(String id, String severity, String finding) {
    private static final Set<String> GOOD = Set.of("DEBUG", "OK", "INFO", "LOW");
    private static final String NOT_LET_IN = "client x509-based authentication prevents this";

    /** Whether it is worse than low, or could not be looked at though it was let in. */
    public boolean isAboveLow() {
      return !GOOD.contains(severity)
          && !(severity.equals("WARN") && finding.startsWith(NOT_LET_IN));
    }
  }

  /** All that it finds of who listens at that port of this machine. */
  public static List<Finding> of(int port) throws IOException, InterruptedException {
    SystemPackage.require("testssl.sh", () -> program() != null);
    Path report = Files.createTempFile("testssl", ".json");
    Files.delete(report);
    try {
      Process process =
          new ProcessBuilder(
                  program(),
                  "--quiet",
                  "--color",
                  "0",
                  "--warnings",
                  "batch",
                  "--ip",
                  "one",
                  // All but how browsers of old would fare, and headers, which other tests look at.
                  "-p",
                  "-s",
                  "-f",
                  "-P",
                  "-S",
                  "-U",
                  "-e",
                  "--jsonfile",
                  report.toString(),
                  "localhost:" + port)
              .redirectErrorStream(true)
              .redirectOutput(report.resolveSibling(report.getFileName() + ".log").toFile())
              .start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("testssl.sh did not end");
      }
      return StreamSupport.stream(
              new Gson()
                  .fromJson(Files.readString(report), JsonElement.class)
                  .getAsJsonArray()
                  .spliterator(),
              false)
          .map(JsonElement::getAsJsonObject)
          .map(each -> new Finding(text(each, "id"), text(each, "severity"), text(each, "finding")))
          .toList();
    } finally {
      Files.deleteIfExists(report);
      Files.deleteIfExists(report.resolveSibling(report.getFileName() + ".log"));
    }
  }

  private static String text(JsonObject of, String name) {
    return of.get(name).getAsString();
  }

  /** Debian calls it without its ending. */
  private static String program() {
    return Stream.of("testssl", "testssl.sh")
        .filter(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
        .findFirst()
        .orElse(null);
  }
}
