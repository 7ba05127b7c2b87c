package io.sallyport.web.outbound;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.microprofile.config.Config;

/**
 * Sends requests to addresses that customers name: https only, to public addresses only unless
 * {@code sallyport.outbound.private} is true, without following redirects or using a proxy, for at
 * most fifteen seconds and 256 KiB, 64 at a time: whoever lets us wait holds up those who ask for
 * customers' addresses, and nobody else. Trusts the authorities in {@code
 * sallyport.outbound.authorities} (PEM), or else the JDK's.
 */
@ApplicationScoped
public class OutboundHttps {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 5_000;
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final int AT_ONCE = 64;

  private final SSLSocketFactory tls;
  private final boolean privateToo;
  private final Duration longest;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ScheduledThreadPoolExecutor ends = new ScheduledThreadPoolExecutor(1);

  /** For the container's proxy. */
  protected OutboundHttps() {
    tls = null;
    privateToo = false;
    longest = LONGEST;
  }

  /** Reads the configuration. Lazily: only web nodes send such requests. */
  @Inject
  public OutboundHttps(Config config) throws GeneralSecurityException, IOException {
    this(
        config.getOptionalValue("sallyport.outbound.authorities", Path.class),
        config.getOptionalValue("sallyport.outbound.private", Boolean.class).orElse(false),
        LONGEST);
  }

  OutboundHttps(Optional<Path> authorities, boolean privateToo, Duration longest)
      throws GeneralSecurityException, IOException {
    tls = OutboundTls.trusting(authorities).getSocketFactory();
    this.privateToo = privateToo;
    this.longest = longest;
    ends.setRemoveOnCancelPolicy(true);
  }

  /** For the log. */
  @Override
  public String toString() {
    return privateToo ? "private addresses are asked, too" : "public addresses are asked only";
  }

  @PreDestroy
  void stop() {
    ends.shutdownNow();
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param type content type, or null
   * @param body at most 256 KiB
   */
  public record Answer(int status, String type, String body) {}

  /**
   * GETs a document.
   *
   * @throws OutboundRefused when the guard forbids it, or the answer is too long, too slow, or not
   *     a 200
   * @throws IOException when the host cannot be reached or its certificate is not trusted
   */
  public Answer document(URI from) throws IOException {
    Answer answer = exchange("GET", from, Map.of("Accept", List.of("application/json")), null);
    if (answer.status() != HttpURLConnection.HTTP_OK) {
      throw new OutboundRefused(from.getHost() + " answered with status " + answer.status() + ".");
    }
    return answer;
  }

  /**
   * Sends a request, whatever the answer's status is.
   *
   * @param body null for none
   * @throws OutboundRefused as {@link #document}, but for the status
   * @throws IOException as {@link #document}
   */
  public Answer exchange(String method, URI to, Map<String, List<String>> headers, String body)
      throws IOException {
    if (!"https".equals(to.getScheme()) || to.getHost() == null || to.getRawUserInfo() != null) {
      throw new OutboundRefused("Only https URLs are asked.");
    }
    if (!places.tryAcquire()) {
      throw new OutboundRefused("Too many requests are under way: try again in a moment.");
    }
    try (GuardedSockets sockets = new GuardedSockets(tls, privateToo)) {
      // Whatever it waits for then, the handshake and headers that trickle included.
      ScheduledFuture<?> end =
          ends.schedule(sockets::close, longest.toNanos(), TimeUnit.NANOSECONDS);
      try {
        return exchange(method, open(to.toURL(), sockets), headers, body);
      } catch (IOException e) {
        if (end.isDone()) {
          throw new OutboundRefused(
              "The answer took longer than " + longest.toSeconds() + " seconds.");
        }
        throw e;
      } finally {
        end.cancel(false);
      }
    } finally {
      places.release();
    }
  }

  private static Answer exchange(
      String method, HttpsURLConnection connection, Map<String, List<String>> headers, String body)
      throws IOException {
    try {
      connection.setRequestMethod(method);
      headers.forEach(
          (name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
      // A connection that is kept would outlive its watch.
      connection.setRequestProperty("Connection", "close");
      if (body != null) {
        // Not streamed: of a streamed request's 401 the JDK gives away the body.
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      int status = connection.getResponseCode();
      return new Answer(status, connection.getContentType(), read(connection, status));
    } finally {
      connection.disconnect();
    }
  }

  private static HttpsURLConnection open(URL url, SSLSocketFactory sockets) throws IOException {
    URLConnection opened = url.openConnection(Proxy.NO_PROXY);
    if (!(opened instanceof HttpsURLConnection connection)) {
      throw new OutboundRefused("Only https URLs are asked.");
    }
    connection.setSSLSocketFactory(sockets);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    return connection;
  }

  private static String read(HttpURLConnection connection, int status) throws IOException {
    InputStream body =
        status >= HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getErrorStream()
            : connection.getInputStream();
    if (body == null) {
      return "";
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
      read.write(chunk, 0, count);
      if (read.size() > MOST_BYTES) {
        throw new OutboundRefused("The answer is longer than 256 KiB.");
      }
    }
    return read.toString(StandardCharsets.UTF_8);
  }
}
