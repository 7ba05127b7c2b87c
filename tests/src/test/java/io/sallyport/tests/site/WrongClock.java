package io.sallyport.tests.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process whose clock is wrong, by libfaketime; its library that takes no locks, since a constant
 * difference needs none: the other one makes a JVM wait for itself.
 */
public final class WrongClock {
  private static final Path LIBRARY = Path.of("faketime/libfaketime.so.1");

  /** Debian has it in the folder of the architecture, others beside that. */
  private static final int DEPTH = 3;

  private WrongClock() {}

  /** The environment of a process that is ahead of everybody else. */
  public static Map<String, String> ahead(Duration by) {
    SystemPackage.require("faketime", () -> library().isPresent());
    return Map.of(
        "LD_PRELOAD",
        library().orElseThrow().toString(),
        "FAKETIME",
        "+" + by.toSeconds(),
        // Else it leaves waits that are counted by the monotonic clock to end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "1");
  }

  private static Optional<Path> library() {
    for (String folder : List.of("lib", "lib64")) {
      Path root = Path.of("/usr", folder);
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.find(root, DEPTH, (file, its) -> file.endsWith(LIBRARY))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return Optional.empty();
  }
}
