package io.sallyport.demo.part;

import java.nio.file.Path;

/** The JDK that this demo runs on, for what it starts. */
final class Jvm {
  private Jvm() {}

  static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  static String command() {
    return home().resolve("bin/java").toString();
  }
}
