package io.sallyport.sandbox.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Listens on one port and hands each request, read completely and at most 1 MiB long, to one
 * function. Threads, waiting requests, connections and the time a request may take are bounded.
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Listener.class.getName());
  private static final int LARGEST_BODY = 1 << 20;
  private static final int THREADS = 32;
  private static final int WAITING = 1024;
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "30",
          // Objects of 1 GiB to whoever reads slowly.
          "sun.net.httpserver.maxRspTime", "900",
          "sun.net.httpserver.idleInterval", "60",
          "sun.net.httpserver.maxIdleConnections", "512",
          "jdk.httpserver.maxConnections", "2048",
          "sun.net.httpserver.nodelay", "true");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Function<WireRequest, WireAnswer> application;
  private final boolean secure;

  private Listener(
      HttpServer server, boolean secure, Function<WireRequest, WireAnswer> application) {
    this.server = server;
    this.secure = secure;
    this.application = application;
    this.threads = pool();
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /**
   * Starts listening.
   *
   * @param tls the certificate to serve, or empty for plain HTTP
   * @throws java.net.BindException if the port is taken
   */
  public static Listener start(
      InetSocketAddress address,
      Optional<TlsIdentity> tls,
      Function<WireRequest, WireAnswer> application)
      throws IOException {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    if (tls.isEmpty()) {
      return new Listener(HttpServer.create(address, 0), false, application);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(tls.get().configurator());
    return new Listener(server, true, application);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static ExecutorService pool() {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "aws-sandbox-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body;
      try (InputStream in = exchange.getRequestBody()) {
        body = in.readNBytes(LARGEST_BODY + 1);
      }
      if (body.length > LARGEST_BODY) {
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, WireAnswer.of(413, "text/plain", "The request is longer than 1 MiB.\n"));
      } else {
        send(exchange, answer(request(exchange, body)));
      }
    }
  }

  /** The boundary: a defect in the application must not leave the client without an answer. */
  private WireAnswer answer(WireRequest request) {
    try {
      return application.apply(request);
    } catch (RuntimeException defect) {
      LOG.log(Level.SEVERE, "A request could not be answered", defect);
      return WireAnswer.of(500, "text/plain", "The sandbox failed; its log says why.\n");
    }
  }

  private WireRequest request(HttpExchange exchange, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    String query = exchange.getRequestURI().getRawQuery();
    return new WireRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        headers,
        body,
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        secure);
  }

  private static void send(HttpExchange exchange, WireAnswer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD") && answer.body().length() > 0) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.body().length()));
    }
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length() == 0;
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length());
    if (!bodiless) {
      answer.body().writeTo(exchange.getResponseBody());
    }
  }
}
