package io.sallyport.tests.site;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A package of the system that tests need; installed when it is missing and they may. */
final class SystemPackage {
  private static final int PATIENCE_MINUTES = 10;

  private SystemPackage() {}

  /**
   * Makes sure that it is there.
   *
   * @param name as Debian calls it
   * @param there whether it is
   */
  static void require(String name, BooleanSupplier there) {
    List<List<String>> installers =
        List.of(
            List.of(
                "sh", "-c", "apt-get update && apt-get install -y --no-install-recommends " + name),
            List.of("dnf", "install", "-y", name),
            List.of("apk", "add", name));
    installers.stream().takeWhile(command -> !there.getAsBoolean()).forEach(SystemPackage::run);
    if (!there.getAsBoolean()) {
      throw new IllegalStateException(
          "These tests need "
              + name
              + ", and it could not be installed. Install the package \""
              + name
              + "\" (as root: apt-get install "
              + name
              + ") and run the same command again.");
    }
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
