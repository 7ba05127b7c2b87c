package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * A few threads act for many visitors in turn, each thread for its own share of them, without
 * pauses. It ends after its time, or after a number of actions, whichever comes first.
 *
 * @param threads how many act at once
 * @param warmUp not measured
 * @param measured for how long
 * @param most how many actions a thread may do
 */
record ClosedLoop(int threads, Duration warmUp, Duration measured, int most) {
  Latencies run(List<Visitor> visitors, Action action) throws InterruptedException {
    long from = System.nanoTime() + warmUp.toNanos();
    List<Callable<Latencies>> shares = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      List<Visitor> share = share(visitors, thread);
      shares.add(() -> run(share, action, from));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return together(pool.invokeAll(shares));
    } finally {
      pool.shutdownNow();
    }
  }

  /** Does something once for each visitor; the first error ends it. */
  void once(List<Visitor> visitors, Action action) throws InterruptedException, IOException {
    List<Callable<Void>> shares = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      List<Visitor> share = share(visitors, thread);
      shares.add(
          () -> {
            for (Visitor visitor : share) {
              action.by(visitor);
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> done : pool.invokeAll(shares)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Visitor> share(List<Visitor> visitors, int thread) {
    List<Visitor> share = new ArrayList<>();
    for (int number = thread; number < visitors.size(); number += threads) {
      share.add(visitors.get(number));
    }
    return share;
  }

  private Latencies run(List<Visitor> share, Action action, long from) throws InterruptedException {
    long until = from + measured.toNanos();
    Histogram nanos = new Histogram(3);
    long errors = 0;
    Optional<String> firstError = Optional.empty();
    for (int done = 0; done < most && System.nanoTime() < until; done++) {
      long start = System.nanoTime();
      try {
        action.by(share.get(done % share.size()));
        long end = System.nanoTime();
        if (start >= from && end <= until) {
          nanos.recordValue(end - start);
        }
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        errors++;
        firstError = firstError.or(() -> Optional.of(e.toString()));
      }
    }
    return new Latencies(nanos, errors, firstError, measured);
  }

  private Latencies together(List<Future<Latencies>> shares) throws InterruptedException {
    Histogram nanos = new Histogram(3);
    long errors = 0;
    Optional<String> firstError = Optional.empty();
    for (Future<Latencies> each : shares) {
      try {
        Latencies share = each.get();
        nanos.add(share.nanos());
        errors += share.errors();
        firstError = firstError.or(share::firstError);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return new Latencies(nanos, errors, firstError, measured);
  }
}
