package io.sallyport.benchmarks.load;

import io.sallyport.demo.RunningDemo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much processor time the parts of the product have taken, each since it was started, and
 * whoever measures.
 *
 * @param taken by part, in the order in which they are told
 */
record ProcessorTime(Map<String, Duration> taken) {
  /** Until now. */
  static ProcessorTime of(RunningDemo demo) {
    Map<String, Duration> taken = new LinkedHashMap<>();
    taken.put("web node", of(demo.webNode().pid(), /* children= */ true));
    taken.put("decrypt node", of(demo.decryptNode().pid(), /* children= */ true));
    taken.put("database", of(demo.database().pid(), /* children= */ true));
    taken.put("sandbox", of(demo.sandbox().pid(), /* children= */ true));
    taken.put("callers", of(ProcessHandle.current().pid(), /* children= */ false));
    return new ProcessorTime(taken);
  }

  private static Duration of(long pid, boolean children) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(process), children ? process.descendants() : Stream.empty())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * What was taken since then for each of so many requests.
   *
   * @return milliseconds by part
   */
  Map<String, Double> since(ProcessorTime earlier, long requests) {
    Map<String, Double> each = new LinkedHashMap<>();
    taken.forEach(
        (part, now) ->
            each.put(part, now.minus(earlier.taken().get(part)).toNanos() / 1e6 / requests));
    return each;
  }
}
