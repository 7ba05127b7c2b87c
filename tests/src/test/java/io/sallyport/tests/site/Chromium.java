package io.sallyport.tests.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The system's Chromium; installed through its package manager when missing and allowed. */
final class Chromium {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"),
          Path.of("/usr/bin/google-chrome-stable"),
          Path.of("/snap/bin/chromium"));
  private static final List<List<String>> INSTALLERS =
      List.of(
          List.of(
              "sh", "-c", "apt-get update && apt-get install -y --no-install-recommends chromium"),
          List.of("dnf", "install", "-y", "chromium"),
          List.of("apk", "add", "chromium"));
  private static final int PATIENCE_MINUTES = 10;

  private Chromium() {}

  static Path find() {
    return installed()
        .or(
            () -> {
              INSTALLERS.stream()
                  .takeWhile(command -> installed().isEmpty())
                  .forEach(Chromium::run);
              return installed();
            })
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The browser tests need Chromium, and it could not be installed. Install the"
                        + " package \"chromium\" (as root: apt-get install chromium) and run the"
                        + " same command again."));
  }

  private static Optional<Path> installed() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Another system: it has another package manager.
      System.out.println(command.get(0) + " is not here");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
