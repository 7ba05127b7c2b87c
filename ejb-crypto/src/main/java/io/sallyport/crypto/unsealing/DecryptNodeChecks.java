package io.sallyport.crypto.unsealing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether this process keeps its memory to itself: no heap dump when memory runs out, no core dump
 * when it crashes, no debugger or agent that attaches.
 */
final class DecryptNodeChecks {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "DisableAttachMechanism", "true",
          "HeapDumpOnOutOfMemoryError", "false",
          "CreateCoredumpOnCrash", "false");
  private static final Path LIMITS = Path.of("/proc/self/limits");

  private DecryptNodeChecks() {}

  /** What is wrong, a line each; empty when nothing is. */
  static List<String> objections() {
    List<String> objections = new ArrayList<>();
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    REQUIRED.forEach(
        (option, value) -> {
          if (!value.equals(jvm.getVMOption(option).getValue())) {
            objections.add(
                "the JVM runs without -XX:%s%s"
                    .formatted("true".equals(value) ? "+" : "-", option));
          }
        });
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"))
        .findAny()
        .ifPresent(argument -> objections.add("a debugger can attach: leave " + argument + " out"));
    if (Files.isReadable(LIMITS)) {
      lines().stream()
          .filter(line -> line.startsWith("Max core file size"))
          .filter(line -> !line.substring("Max core file size".length()).strip().startsWith("0 "))
          .findAny()
          .ifPresent(
              line ->
                  objections.add(
                      "the process may write core files: start it with \"ulimit -c 0\", or"
                          + " LimitCORE=0 in its systemd unit"));
    }
    return objections;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(LIMITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
