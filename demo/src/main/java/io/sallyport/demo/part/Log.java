package io.sallyport.demo.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log of a part that did not start. */
final class Log {
  private static final int LINES = 15;

  private Log() {}

  /** Where it is and how it ends, to be put after a sentence. */
  static String endOf(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    return " Its log, " + log + ", ends with:\n  " + String.join("\n  ", last);
  }
}
