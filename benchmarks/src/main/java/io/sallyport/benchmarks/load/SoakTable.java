package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.Machine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What half an hour of forwarding did to the nodes' heaps, as Markdown.
 *
 * @param wanted requests a second
 * @param forwarded what was done
 * @param web what was reachable in the web node's heap, after each collection
 * @param decrypt the same of the decrypt node
 */
record SoakTable(
    int wanted, Latencies forwarded, List<LiveHeap.Moment> web, List<LiveHeap.Moment> decrypt) {
  private static final int PARTS = 6;
  private static final int MOST_GROWN = 8;
  private static final double NEARLY = 0.99;

  /**
   * Makes sure that every request was answered as it should be.
   *
   * @throws IllegalStateException with the first error
   */
  void requireNoErrors() {
    Latencies.requireNoErrors(Stream.of(forwarded));
  }

  /** The tables. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, "# Half an hour of forwarding: one run of `mvn -Psoak`");
    line(text, "");
    line(
        text,
        "%s, shared by web node, decrypt node, database, sandbox and whoever asks.",
        Machine.described());
    line(text, "");
    line(text, "| Requests | wanted a second | done a second | p50 ms | p99 ms | errors |");
    line(text, "|---|---|---|---|---|---|");
    line(
        text,
        "| %d | %d | %.0f | %.1f | %.1f | %d |",
        forwarded.nanos().getTotalCount(),
        wanted,
        forwarded.perSecond(),
        forwarded.millis(50),
        forwarded.millis(99),
        forwarded.errors());
    line(text, "");
    line(text, "| Reachable in the heap, MiB (median of five minutes) | web node | decrypt node |");
    line(text, "|---|---|---|");
    for (int part = 0; part < PARTS; part++) {
      line(
          text,
          "| minutes %d to %d | %d | %d |",
          part * 5,
          part * 5 + 5,
          median(web, part),
          median(decrypt, part));
    }
    line(text, "");
    line(text, "| Goal | Measured | |");
    line(text, "|---|---|---|");
    goal(
        text,
        "200 requests a second",
        forwarded.perSecond(),
        forwarded.perSecond() >= NEARLY * wanted);
    goal(text, "web node: no more reachable at the end than at the start, within 8 MiB", web);
    goal(text, "decrypt node: the same", decrypt);
    return text.toString();
  }

  private static int median(List<LiveHeap.Moment> moments, int part) {
    double from = moments.get(0).seconds();
    double each = (moments.get(moments.size() - 1).seconds() - from) / PARTS;
    List<Integer> seen =
        moments.stream()
            .filter(moment -> Math.min(PARTS - 1, (int) ((moment.seconds() - from) / each)) == part)
            .map(LiveHeap.Moment::mebibytes)
            .sorted()
            .toList();
    return seen.get(seen.size() / 2);
  }

  private static void goal(StringBuilder text, String what, List<LiveHeap.Moment> moments) {
    int grown = median(moments, PARTS - 1) - median(moments, 0);
    goal(text, what, grown, grown <= MOST_GROWN);
  }

  private static void goal(StringBuilder text, String what, double measured, boolean met) {
    line(text, "| %s | %.0f | %s |", what, measured, met ? "met" : "missed");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
