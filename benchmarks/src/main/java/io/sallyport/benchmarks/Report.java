package io.sallyport.benchmarks;

import io.sallyport.crypto.keys.JcaProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs everything once and writes one table: rates, their limit, their peers, and the goals. */
public final class Report {
  private static final List<String> PROVIDERS = List.of("BCFIPS", "SunJCE", JcaProvider.CORRETTO);
  private static final List<Integer> LENGTHS = List.of(1024, 65536);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Map<String, Double> rates = new HashMap<>();
  private final Map<String, Double> allocated = new HashMap<>();
  private final StringBuilder table = new StringBuilder();

  private Report() {}

  public static void main(String[] arguments) throws Exception {
    Report report = new Report();
    report.run();
    Files.writeString(Path.of(arguments[0]), report.table);
    System.out.println(report.table);
  }

  private void run() throws Exception {
    measure(1, options().include("\\.(open|openOuterLayer|seal)$").addProfiler(GCProfiler.class));
    measure(1, options().include("rawPrivateOperation").param("length", "1024"));
    measure(2, options().include("\\.(open|rawPrivateOperation)$").param("length", "1024"));
    Map<String, OptionalDouble> peers;
    try (Peers measured = new Peers(1024)) {
      peers = measured.measure();
    }
    head();
    PROVIDERS.forEach(provider -> LENGTHS.forEach(length -> row(provider, length)));
    peers(peers);
    goals(peers);
  }

  private static ChainedOptionsBuilder options() {
    return new OptionsBuilder()
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.seconds(3))
        .measurementIterations(4)
        .measurementTime(TimeValue.seconds(2))
        // Two threads need two cores: the collector must not take one of them.
        .jvmArgsAppend(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-Dsallyport.test.fips-module=" + System.getProperty("sallyport.test.fips-module"));
  }

  private void measure(int threads, ChainedOptionsBuilder options) throws RunnerException {
    for (RunResult result : new Runner(options.threads(threads).build()).run()) {
      String name = result.getParams().getBenchmark();
      String key =
          key(
              name.substring(name.lastIndexOf('.') + 1),
              result.getParams().getParam("provider"),
              Integer.parseInt(result.getParams().getParam("length")),
              threads);
      rates.put(key, result.getPrimaryResult().getScore());
      result.getSecondaryResults().entrySet().stream()
          .filter(entry -> entry.getKey().endsWith(ALLOCATED))
          .forEach(entry -> allocated.put(key, entry.getValue().getScore()));
    }
  }

  private static String key(String benchmark, String provider, int length, int threads) {
    return benchmark + "/" + provider + "/" + length + "/" + threads;
  }

  private double rate(String benchmark, String provider, int length) {
    return rates.get(key(benchmark, provider, length, 1));
  }

  private double raw(String provider) {
    return rate("rawPrivateOperation", provider, 1024);
  }

  private void head() throws IOException {
    line("# Sealing and opening: one run of `mvn -Pbench`");
    line("");
    line("%s. Per second on one core; no network, database or audit trail.", Machine.described());
    line("");
    line(
        "| Provider | KiB | sealed | opened | OpenPGP layer opened | raw RSA-3072 private op |"
            + " opened ÷ raw | layer ÷ raw | sealed ÷ opened | allocated ÷ envelope |"
            + " 2 threads ÷ 1 | raw: 2 threads ÷ 1 |");
    line("|---|---|---|---|---|---|---|---|---|---|---|---|");
  }

  private void row(String provider, int length) {
    double opened = rate("open", provider, length);
    line(
        "| %s | %d | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.1f | %.1f | %s | %s |",
        provider,
        length / 1024,
        rate("seal", provider, length),
        opened,
        rate("openOuterLayer", provider, length),
        raw(provider),
        opened / raw(provider),
        rate("openOuterLayer", provider, length) / raw(provider),
        rate("seal", provider, length) / opened,
        allocation(provider, length),
        shown(scaling("open", provider, length)),
        shown(scaling("rawPrivateOperation", provider, length)));
  }

  private static String shown(OptionalDouble factor) {
    return factor.isPresent() ? "%.2f".formatted(factor.getAsDouble()) : "";
  }

  /** How many times as fast two threads are as one, where that was measured. */
  private OptionalDouble scaling(String benchmark, String provider, int length) {
    Double two = rates.get(key(benchmark, provider, length, 2));
    return two == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(two / rate(benchmark, provider, length));
  }

  private double allocation(String provider, int length) {
    return allocated.get(key("open", provider, length, 1)) / envelope(length);
  }

  /** What a record of that length has in the database: base64 twice over, and two frames. */
  private static double envelope(int length) {
    return length * 4.0 / 3 + 1000;
  }

  private void peers(Map<String, OptionalDouble> peers) {
    line("");
    line("| Peer, the same OpenPGP layer of 1 KiB, one core | opened per second |");
    line("|---|---|");
    peers.forEach(
        (name, rate) ->
            line(
                "| %s | %s |",
                name, rate.isPresent() ? "%.1f".formatted(rate.getAsDouble()) : "not installed"));
  }

  private void goals(Map<String, OptionalDouble> peers) {
    line("");
    line("| Goal | Measured | |");
    line("|---|---|---|");
    for (String provider : PROVIDERS) {
      goal(
          provider + ": opening, 0.9 of the raw private operation",
          rate("open", provider, 1024) / raw(provider),
          0.9);
      goal(
          provider + ": OpenPGP layer, 0.9 of the raw private operation",
          rate("openOuterLayer", provider, 1024) / raw(provider),
          0.9);
      goal(
          provider + ": sealing, 5 times opening",
          rate("seal", provider, 1024) / rate("open", provider, 1024),
          5);
      goal(
          provider + ": 2 threads, 1.9 times one",
          scaling("open", provider, 1024).orElseThrow(),
          1.9);
      for (int length : LENGTHS) {
        double allocation = allocation(provider, length);
        line(
            "| %s: allocation under 10 times the envelope, %d KiB | %.1f | %s |",
            provider, length / 1024, allocation, allocation < 10 ? "met" : "missed");
      }
    }
    peers.forEach((name, rate) -> rate.ifPresent(peer -> goals(name, peer)));
  }

  /** Beside a peer, what it does itself, and all that a decrypt node does more than that. */
  private void goals(String name, double peer) {
    goal("fastest provider: OpenPGP layer, 10 times " + name, fastest("openOuterLayer") / peer, 10);
    goal("fastest provider: whole opening, 10 times " + name, fastest("open") / peer, 10);
  }

  private double fastest(String benchmark) {
    return PROVIDERS.stream().mapToDouble(each -> rate(benchmark, each, 1024)).max().orElseThrow();
  }

  private void goal(String what, double measured, double wanted) {
    line("| %s | %.2f | %s |", what, measured, measured >= wanted ? "met" : "missed");
  }

  private void line(String format, Object... values) {
    table
        .append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
