package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's heap holds that is reachable, after each collection of all of it, as its own
 * collector writes it down: nobody may attach to a decrypt node and ask.
 *
 * @see <a href="https://wiki.openjdk.org/display/zgc/Main">ZGC</a>
 */
record LiveHeap(Path log) {
  private static final String LOG = "gc.log";
  private static final Pattern LIVE =
      Pattern.compile("\\[(\\d+(?:\\.\\d+)?)s\\].*\\bLive:\\s+-\\s+(\\d+)M.*");

  /** Such a collection each minute at least, in a log that is written from the start. */
  static final String[] OPTIONS = {
    "-XX:-UseSerialGC",
    "-XX:+UseZGC",
    "-XX:ZCollectionInterval=60",
    // Relative to the server's folder.
    "-Xlog:gc+heap=info:file=" + LOG + ":uptime"
  };

  /** A node's, which runs with {@link #OPTIONS}. */
  static LiveHeap of(Path node) {
    return new LiveHeap(node.resolve(LOG));
  }

  /**
   * After a collection.
   *
   * @param seconds since the node's start
   * @param mebibytes what was reachable
   */
  record Moment(double seconds, int mebibytes) {}

  /** All so far. */
  List<Moment> moments() throws IOException {
    List<Moment> moments = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher live = LIVE.matcher(line);
      if (live.matches()) {
        moments.add(new Moment(Double.parseDouble(live.group(1)), Integer.parseInt(live.group(2))));
      }
    }
    return moments;
  }
}
