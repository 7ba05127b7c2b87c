package io.sallyport.benchmarks.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Begins something so many times a second; what would be one too many at once is left out, and
 * shows in how many were done.
 *
 * @param perSecond how often
 * @param atOnce how many may be under way
 * @param warmUp not measured
 * @param measured for how long
 */
record EvenRate(int perSecond, int atOnce, Duration warmUp, Duration measured) {
  private static final int PATIENCE_SECONDS = 30;

  /**
   * Runs.
   *
   * @param begin begins one, which ends with an exception when it did not get what it should
   */
  Latencies run(Supplier<? extends CompletionStage<?>> begin) throws InterruptedException {
    ConcurrentHistogram nanos = new ConcurrentHistogram(3);
    AtomicLong errors = new AtomicLong();
    AtomicReference<String> first = new AtomicReference<>();
    long from = System.nanoTime() + warmUp.toNanos();
    Semaphore places = new Semaphore(atOnce);
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    clock.scheduleAtFixedRate(
        () -> {
          if (!places.tryAcquire()) {
            return;
          }
          long start = System.nanoTime();
          begun(begin)
              .whenComplete(
                  (answer, thrown) -> {
                    places.release();
                    if (thrown != null) {
                      errors.incrementAndGet();
                      first.compareAndSet(null, thrown.toString());
                    } else if (start >= from) {
                      nanos.recordValue(System.nanoTime() - start);
                    }
                  });
        },
        0,
        TimeUnit.SECONDS.toMicros(1) / perSecond,
        TimeUnit.MICROSECONDS);
    TimeUnit.NANOSECONDS.sleep(warmUp.plus(measured).toNanos());
    clock.shutdownNow();
    if (!places.tryAcquire(atOnce, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      first.compareAndSet(null, "not all have ended");
    }
    return new Latencies(nanos, errors.get(), Optional.ofNullable(first.get()), measured);
  }

  /** What cannot even begin is an error like any other, and the next one begins all the same. */
  private static CompletionStage<?> begun(Supplier<? extends CompletionStage<?>> begin) {
    try {
      return begin.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
