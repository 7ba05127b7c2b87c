package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.Machine;
import io.sallyport.benchmarks.load.SessionMemory.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What one run found, as Markdown.
 *
 * @param levels by number of sessions
 * @param memory a moment without sessions, then with more and more, then without again
 * @param probing refusals of known and unknown passkeys
 * @param forwarded requests beside the SDK's own, by number of callers
 * @param many the same through a hundred of 10,000 connections
 * @param cold requests for which nothing is held
 * @param streamed a large object through the endpoint for AWS tools
 * @param security each query, then all together
 */
record LoadTable(
    List<Level> levels,
    List<Moment> memory,
    Probing probing,
    List<Forwarding.Pair> forwarded,
    Latencies many,
    Cold cold,
    Streaming streamed,
    List<RowSecurity.Cost> security) {
  private static final double SESSION_GOAL = 64;
  private static final double ADDED_GOAL = 3;
  private static final double THROUGHPUT_GOAL = 2;
  private static final double SECURITY_GOAL = 1.15;
  private static final double HEAP_GOAL = 64;

  /**
   * One number of sessions.
   *
   * @param sessions how many people act
   * @param file they fetch the style sheet
   * @param page they look at their connections
   * @param signIn they sign in
   */
  record Level(int sessions, Latencies file, Latencies page, Latencies signIn) {
    private Stream<Latencies> all() {
      return Stream.of(file, page, signIn);
    }
  }

  /**
   * Makes sure that everything measured was what it should be.
   *
   * @throws IllegalStateException with the first error
   */
  void requireNoErrors() {
    Latencies.requireNoErrors(
        Stream.concat(
            levels.stream().flatMap(Level::all),
            Stream.concat(
                Stream.of(many),
                forwarded.stream()
                    .flatMap(pair -> Stream.of(pair.forwarded(), pair.tools(), pair.direct())))));
  }

  /** The tables. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, "# A web node under load: one run of `mvn -Pload`");
    line(text, "");
    line(
        text,
        "%s, shared by web node, database and whoever asks. 8 at once without pauses.",
        Machine.described());
    line(text, "");
    loadTable(text);
    line(text, "");
    memoryTable(text);
    line(text, "");
    probingTable(text);
    line(text, "");
    forwardingTable(text);
    line(text, "");
    processorTable(text);
    line(text, "");
    coldTable(text);
    line(text, "");
    streamingTable(text);
    line(text, "");
    securityTable(text);
    line(text, "");
    goals(text);
    return text.toString();
  }

  private void loadTable(StringBuilder text) {
    line(
        text,
        "| Sessions | What | per second | p50 ms | p95 ms | p99 ms | errors |"
            + " throughput ÷ static file's | p50 ÷ static file's |");
    line(text, "|---|---|---|---|---|---|---|---|---|");
    for (Level level : levels) {
      row(text, level, "static file (sallyport.css)", level.file());
      row(text, level, "page view (connections)", level.page());
      row(text, level, "sign-in with a passkey (two requests)", level.signIn());
    }
  }

  private static void row(StringBuilder text, Level level, String what, Latencies found) {
    line(
        text,
        "| %d | %s | %.0f | %.1f | %.1f | %.1f | %d | %.3f | %.1f |",
        level.sessions(),
        what,
        found.perSecond(),
        found.millis(50),
        found.millis(95),
        found.millis(99),
        found.errors(),
        found.perSecond() / level.file().perSecond(),
        found.millis(50) / level.file().millis(50));
  }

  private void memoryTable(StringBuilder text) {
    line(
        text,
        "| Idle sessions | live heap, KiB | KiB per session | rows in http_session |"
            + " bytes in a row |");
    line(text, "|---|---|---|---|---|");
    for (int at = 0; at < memory.size(); at++) {
      Moment moment = memory.get(at);
      line(
          text,
          "| %d | %.0f | %s | %d | %.0f |",
          moment.sessions(),
          moment.liveBytes() / 1024.0,
          moment.sessions() == 0 ? "" : "%.1f".formatted(kibPerSession(at)),
          moment.rows(),
          moment.rowBytes());
    }
  }

  /**
   * A node lets go of other things meanwhile: without any sessions its heap is taken to have
   * changed evenly from the first moment to the last.
   */
  private double kibPerSession(int at) {
    double first = memory.get(0).liveBytes();
    double last = memory.get(memory.size() - 1).liveBytes();
    double withoutAny = first + (last - first) * at / (memory.size() - 1);
    return memory.get(at).bytesPerSession(withoutAny) / 1024;
  }

  private void probingTable(StringBuilder text) {
    line(text, "| A sign-in that is refused | p50 ms | p95 ms |");
    line(text, "|---|---|---|");
    refusals(text, "as a passkey that somebody has", probing.known());
    refusals(text, "as a passkey that nobody has", probing.unknown());
    line(text, "| ratio | %.3f | %.3f |", probing.ratio(50), probing.ratio(95));
  }

  private void processorTable(StringBuilder text) {
    List<String> parts = List.copyOf(forwarded.get(0).processors().keySet());
    line(
        text,
        "| Callers | processor ms of a forwarded request: %s | all |",
        String.join(" | ", parts));
    line(text, "|---".repeat(parts.size() + 2) + "|");
    for (Forwarding.Pair pair : forwarded) {
      line(
          text,
          "| %d | %s | %.1f |",
          pair.callers(),
          parts.stream()
              .map(part -> "%.1f".formatted(pair.processors().get(part)))
              .collect(Collectors.joining(" | ")),
          pair.processors().values().stream().mapToDouble(Double::doubleValue).sum());
    }
  }

  private void forwardingTable(StringBuilder text) {
    line(
        text,
        "| Callers | DescribeInstances | per second | p50 ms | p99 ms | p50 added ms |"
            + " throughput ÷ direct |");
    line(text, "|---|---|---|---|---|---|---|");
    for (Forwarding.Pair pair : forwarded) {
      request(text, pair.callers(), "by the SDK directly", pair.direct(), "", "");
      request(
          text,
          pair.callers(),
          "forwarded, in a held session",
          pair.forwarded(),
          "%.1f".formatted(pair.addedMillis()),
          "%.2f".formatted(pair.throughput()));
      request(
          text,
          pair.callers(),
          "by the SDK through the endpoint for AWS tools",
          pair.tools(),
          "%.1f".formatted(pair.tools().millis(50) - pair.direct().millis(50)),
          "%.2f".formatted(pair.tools().perSecond() / pair.direct().perSecond()));
      if (pair.callers() == Forwarding.CALLERS_OF_MANY) {
        request(
            text,
            pair.callers(),
            "the same through 100 of 10,000 connections in turn",
            many,
            "%.1f".formatted(many.millis(50) - pair.direct().millis(50)),
            "%.2f".formatted(many.perSecond() / pair.direct().perSecond()));
      }
    }
  }

  private void coldTable(StringBuilder text) {
    line(text, "| DescribeInstances, one caller | p50 ms | p90 ms |");
    line(text, "|---|---|---|");
    one(text, "nothing held: one opening, one AssumeRole", cold.cold());
    one(text, "the next one, in the session that is held then", cold.warm());
    line(
        text,
        "| ratio | %.2f | %.2f |",
        Cold.percentile(cold.cold(), 50) / Cold.percentile(cold.warm(), 50),
        Cold.percentile(cold.cold(), 90) / Cold.percentile(cold.warm(), 90));
  }

  private static void one(StringBuilder text, String what, double[] millis) {
    line(
        text,
        "| %s | %.1f | %.1f |",
        what,
        Cold.percentile(millis, 50),
        Cold.percentile(millis, 90));
  }

  private void streamingTable(StringBuilder text) {
    line(
        text,
        "| An object of %d MiB | MiB a second | ÷ direct | old generation grew by at most, MiB |",
        streamed.mebibytes());
    line(text, "|---|---|---|---|");
    line(text, "| by the SDK directly | %.0f | 1.00 | |", streamed.direct());
    streamed
        .proxied()
        .ifPresentOrElse(
            proxied ->
                line(
                    text,
                    "| through nginx as a plain reverse proxy | %.0f | %.2f | |",
                    proxied,
                    proxied / streamed.direct()),
            () -> line(text, "| through nginx | not installed | | |"));
    line(
        text,
        "| through the endpoint for AWS tools | %.0f | %.2f | web node %.1f, decrypt node %.1f |",
        streamed.relayed(),
        streamed.ratio(),
        streamed.webGrown(),
        streamed.decryptGrown());
  }

  private static void request(
      StringBuilder text, int callers, String what, Latencies found, String added, String ratio) {
    line(
        text,
        "| %d | %s | %.0f | %.1f | %.1f | %s | %s |",
        callers,
        what,
        found.perSecond(),
        found.millis(50),
        found.millis(99),
        added,
        ratio);
  }

  private static void refusals(StringBuilder text, String what, Histogram nanos) {
    line(
        text,
        "| %s | %.1f | %.1f |",
        what,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(95) / 1e6);
  }

  private void securityTable(StringBuilder text) {
    line(
        text,
        "| One transaction | without row-level security, µs | policies ÷ without |"
            + " policies and naming the tenant ÷ without |");
    line(text, "|---|---|---|---|");
    for (RowSecurity.Cost cost : security) {
      line(
          text,
          "| %s | %.0f | %.2f | %.2f |",
          cost.query(),
          cost.naming(),
          cost.policies(),
          cost.product());
    }
  }

  private void goals(StringBuilder text) {
    line(text, "| Goal | Measured | |");
    line(text, "|---|---|---|");
    for (int at = 0; at < memory.size(); at++) {
      if (memory.get(at).sessions() > 0) {
        goal(
            text,
            "%d sessions: under 64 KiB of heap for each".formatted(memory.get(at).sessions()),
            kibPerSession(at),
            SESSION_GOAL);
      }
    }
    for (Forwarding.Pair pair : forwarded) {
      goal(
          text,
          "%d callers: p50 at most 3 ms over the SDK's own".formatted(pair.callers()),
          pair.addedMillis(),
          ADDED_GOAL);
      goal(
          text,
          "%d callers: at most twice the SDK's own time for as many (throughput)"
              .formatted(pair.callers()),
          1 / pair.throughput(),
          THROUGHPUT_GOAL);
    }
    goal(
        text,
        "an object of 1 GiB within 64 MiB of heap: web node",
        Math.max(0.01, streamed.webGrown()),
        HEAP_GOAL);
    goal(
        text,
        "an object of 1 GiB within 64 MiB of heap: decrypt node",
        Math.max(0.01, streamed.decryptGrown()),
        HEAP_GOAL);
    for (RowSecurity.Cost cost : security) {
      goal(
          text,
          "row-level security, policies alone: 1.15 times without; %s".formatted(cost.query()),
          cost.policies(),
          SECURITY_GOAL);
      goal(
          text,
          "the same, naming the tenant included; %s".formatted(cost.query()),
          cost.product(),
          SECURITY_GOAL);
    }
  }

  private static void goal(StringBuilder text, String what, double measured, double most) {
    line(text, "| %s | %.2f | %s |", what, measured, verdict(measured, most));
  }

  /** Less than nothing is no measurement: something else was let go meanwhile. */
  private static String verdict(double measured, double most) {
    if (measured <= 0) {
      return "not measured";
    }
    return measured <= most ? "met" : "missed";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
