package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.Machine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one run found of a customer's own node, as Markdown.
 *
 * @param ready seconds from its start until it is ready
 * @param megabytes how large its package is
 * @param atRest MiB that it has in memory then
 * @param busy MiB that it had at most while it was ordered a hundred times a second
 * @param most MiB that it had at most in the whole run
 * @param asked by callers and way; of each number of callers, direct comes first, then the role
 * @param streamed MiB a second by way; direct comes first
 * @param grown by how many MiB its old generation grew at most meanwhile
 * @param ordered the node alone, a hundred times a second
 */
record OnPremiseTable(
    double ready,
    double megabytes,
    double atRest,
    double busy,
    double most,
    List<Row> asked,
    Map<String, Double> streamed,
    double grown,
    Latencies ordered) {

  /** So many callers at once, one way. */
  record Row(int callers, String way, Latencies found) {}

  /**
   * Makes sure that everything measured was what it should be.
   *
   * @throws IllegalStateException with the first error
   */
  void requireNoErrors() {
    Latencies.requireNoErrors(Stream.concat(asked.stream().map(Row::found), Stream.of(ordered)));
  }

  /** The tables. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, "# A customer's own node: one run of `mvn -Pload-onprem`");
    line(text, "");
    line(
        text,
        "%s, shared by web node, decrypt node, the customer's node, database, sandbox and whoever asks.",
        Machine.described());
    line(text, "");
    line(
        text,
        "| Callers | DescribeInstances | per second | p50 ms | p99 ms | throughput ÷ direct | p50 ÷ role's |");
    line(text, "|---|---|---|---|---|---|---|");
    for (int at = 0; at < asked.size(); at++) {
      row(text, asked.get(at));
    }
    line(text, "");
    line(text, "| An object of %d MiB | MiB a second | ÷ direct |", Streaming.MEBIBYTES);
    line(text, "|---|---|---|");
    double direct = streamed.values().iterator().next();
    streamed.forEach((way, rate) -> line(text, "| %s | %.0f | %.2f |", way, rate, rate / direct));
    line(text, "");
    line(text, "| The node itself | |");
    line(text, "|---|---|");
    line(text, "| in memory 20 s after its start, MiB | %.0f |", atRest);
    line(text, "| ordered 100 times a second: in memory at most, MiB | %.0f |", busy);
    line(
        text,
        "| the same: done a second, p50 ms, p99 ms | %.0f, %.1f, %.1f |",
        ordered.perSecond(),
        ordered.millis(50),
        ordered.millis(99));
    line(text, "");
    line(text, "| Goal | Measured | |");
    line(text, "|---|---|---|");
    for (Row row : asked) {
      if (row.callers() == 1 && row.way().contains("node")) {
        goal(
            text,
            "one caller " + row.way() + ": p50 at most 2 ms over a role's",
            row.found().millis(50) - same(row).get(1).millis(50),
            2);
      }
    }
    goal(text, "a package under 150 MB", megabytes, 150);
    goal(text, "ready in under 10 s on 2 cores", ready, 10);
    goal(text, "within 512 MiB of memory, at most in the whole run", most, 512);
    goal(text, "objects of 1 GiB within 64 MiB of the node's heap", Math.max(0.01, grown), 64);
    return text.toString();
  }

  private void row(StringBuilder text, Row row) {
    List<Latencies> same = same(row);
    line(
        text,
        "| %d | %s | %.0f | %.1f | %.1f | %.2f | %.2f |",
        row.callers(),
        row.way(),
        row.found().perSecond(),
        row.found().millis(50),
        row.found().millis(99),
        row.found().perSecond() / same.get(0).perSecond(),
        row.found().millis(50) / same.get(1).millis(50));
  }

  /** All ways with as many callers: directly, through a role, through a node. */
  private List<Latencies> same(Row row) {
    return asked.stream().filter(each -> each.callers() == row.callers()).map(Row::found).toList();
  }

  private static void goal(StringBuilder text, String what, double measured, double under) {
    line(text, "| %s | %.2f | %s |", what, measured, measured < under ? "met" : "missed");
  }

  private static void line(StringBuilder text, String format, Object... with) {
    text.append(with.length == 0 ? format : String.format(Locale.ROOT, format, with)).append('\n');
  }
}
