package io.sallyport.api.onpremise;

import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * Where this node cannot be reached: opens connections to each of Sallyport's decrypt nodes and
 * keeps a few more than are in use, so that orders come over them. What comes is checked as what
 * comes to the endpoint is.
 */
@ApplicationScoped
public class Dialling {
  private static final Logger LOG = Logger.getLogger(Dialling.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PULSE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int MOST_DOUBLED = 16;
  private static final Duration SOONEST = Duration.ofSeconds(1);

  /** With jitter, so that not all nodes come back at once. */
  private final BackoffStrategy backoff =
      BackoffStrategy.exponentialDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private OwnRules rules;
  @Inject private OwnIdentity identity;
  @Inject private Orders orders;

  private final List<Gate> dialled = new CopyOnWriteArrayList<>();
  private ScheduledExecutorService timer;
  private ExecutorService workers;

  /** Begins, if this node's settings say so. */
  void begin() {
    List<URI> gates = rules.gates();
    if (gates.isEmpty()) {
      return;
    }
    // The server's own, by which it lends its libraries to the application's threads.
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    timer = Executors.newSingleThreadScheduledExecutor(work -> named(work, own));
    workers = Executors.newCachedThreadPool(work -> named(work, own));
    for (URI each : gates) {
      Gate gate = new Gate(each);
      dialled.add(gate);
      every(LOOK, gate::look);
      every(PULSE, gate::pulse);
    }
    LOG.info("Dialling " + gates);
  }

  /** Whatever happens: a timer forgets what has failed once. */
  private void every(Duration pause, Runnable work) {
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "Dialling goes on", e);
          }
        },
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static Thread named(Runnable work, ClassLoader loader) {
    Thread thread = new Thread(work, "dialling");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /** One decrypt node, with the connections to it. Looked at by the timer, dialled by workers. */
  private final class Gate {
    private final URI address;
    private final Set<DialledLine> lines = ConcurrentHashMap.newKeySet();
    private X509Certificate shown;
    private HttpClient client;
    private final AtomicInteger dialling = new AtomicInteger();
    private int failures;
    private Instant lastFailure = Instant.EPOCH;
    private volatile Instant notBefore = Instant.EPOCH;

    Gate(URI gate) {
      address = URI.create("wss://" + gate.getRawAuthority() + DialledOrder.PATH);
    }

    void look() {
      for (DialledLine each : lines) {
        if (each.isClosed() && lines.remove(each) && each.wasBrief()) {
          failed(new IOException("it was closed at once: " + each.reason()));
        } else if (each.isProven() && each.isSince(lastFailure)) {
          succeeded();
        }
      }
      if (Instant.now().isBefore(notBefore)) {
        return;
      }
      int idle = (int) lines.stream().filter(DialledLine::isIdle).count() + dialling.get();
      int room = DialledOrder.MOST - lines.size() - dialling.get();
      for (int missing = Math.min(DialledOrder.READY - idle, room); missing > 0; missing--) {
        dialling.incrementAndGet();
        try {
          workers.execute(this::dial);
        } catch (RuntimeException | Error e) {
          dialling.decrementAndGet();
          throw e;
        }
      }
    }

    private void dial() {
      try {
        DialledLine line = new DialledLine(orders, jsonb, workers);
        client().newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(address, line).join();
        lines.add(line);
      } catch (RuntimeException e) {
        failed(e);
      } finally {
        dialling.decrementAndGet();
      }
    }

    private synchronized void failed(Exception e) {
      failures++;
      lastFailure = Instant.now();
      // The first delay of such strategies is none.
      Duration wait = backoff.computeDelay(Math.min(failures + 1, MOST_DOUBLED)).plus(SOONEST);
      notBefore = Instant.now().plus(wait);
      LOG.log(
          failures == 1 ? Level.WARNING : Level.FINE,
          e,
          () -> "No connection to %s: again in %d s".formatted(address, wait.toSeconds()));
    }

    /** One has lasted: whoever closes them at once lets none. */
    private synchronized void succeeded() {
      if (failures > 0) {
        LOG.info("Connected to " + address + " again");
      }
      failures = 0;
    }

    /** One for each certificate that this node has had. */
    private synchronized HttpClient client() {
      X509Certificate current = identity.current().certificate();
      if (!current.equals(shown)) {
        client =
            HttpClient.newBuilder()
                .sslContext(identity.tls(rules::mayOrder))
                .connectTimeout(PATIENCE)
                .build();
        shown = current;
      }
      return client;
    }

    void pulse() {
      lines.forEach(DialledLine::pulse);
    }

    void close() {
      lines.forEach(DialledLine::abort);
    }
  }

  @PreDestroy
  void close() {
    if (timer != null) {
      timer.shutdownNow();
      workers.shutdownNow();
      dialled.forEach(Gate::close);
    }
  }
}
