package io.sallyport.ceremony.command;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Where a command runs.
 *
 * @param terminal where it is read and answered
 * @param clock for dates in manifests
 * @param base what relative paths start from
 */
record Setting(Terminal terminal, Clock clock, Path base) {
  /** This process's own. */
  static Setting ofProcess() {
    return new Setting(Terminal.ofProcess(), Clock.systemUTC(), Path.of(""));
  }

  /** A path as given, made absolute only where it leaves the base. */
  Path place(Path given) {
    Path normal = given.normalize();
    return normal.startsWith("..") ? base.resolve(normal).toAbsolutePath().normalize() : given;
  }
}
