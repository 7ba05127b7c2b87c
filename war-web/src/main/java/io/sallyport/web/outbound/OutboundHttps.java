package io.sallyport.web.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Fetches a small JSON document from an address that a customer named, and does nothing else for
 * them: https only, no redirects, no proxy, no cookies, at most 64 KiB and ten seconds, and never
 * from an address of the machine, its site or its cloud. The address is looked at when the name is
 * resolved, and once more on the connection itself before anything is sent, so that a name whose
 * answer changes in between gains nothing.
 *
 * <p>{@code sallyport.outbound.private=true} lifts the last rule: for a demonstration on one
 * machine.
 */
@ApplicationScoped
public class OutboundHttps {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 5_000;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final boolean everywhere;
  private final SSLSocketFactory sockets;

  /**
   * A document.
   *
   * @param body its bytes
   * @param type its content type as the server named it, or empty
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares documents
  public record Document(byte[] body, String type) {}

  /** For the container's proxy. */
  protected OutboundHttps() {
    everywhere = false;
    sockets = null;
  }

  /**
   * With the site's settings.
   *
   * @param everywhere whether private addresses are allowed too
   * @param authorities PEM file of the authorities to trust; the JDK's own without it
   */
  @Inject
  public OutboundHttps(
      @ConfigProperty(name = "sallyport.outbound.private", defaultValue = "false")
          boolean everywhere,
      @ConfigProperty(name = "sallyport.outbound.authorities") Optional<String> authorities)
      throws IOException, GeneralSecurityException {
    this.everywhere = everywhere;
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(authorities.isPresent() ? pem(Path.of(authorities.get())) : jdk());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    sockets = new GuardedSockets(context.getSocketFactory(), this::requireAllowed);
  }

  private static KeyStore pem(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
    }
    return store;
  }

  private static KeyStore jdk() throws IOException, GeneralSecurityException {
    // The JDK's file, whatever format the JVM prefers for its own stores.
    KeyStore store = KeyStore.getInstance("JKS");
    try (InputStream in =
        Files.newInputStream(
            Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"))) {
      store.load(in, null);
    }
    return store;
  }

  /**
   * Fetches it.
   *
   * @throws IOException when the address is not allowed, cannot be reached, is not trusted, or
   *     answers anything but 200 with a body of at most 64 KiB in time
   */
  public Document fetch(URI address) throws IOException {
    if (!"https".equalsIgnoreCase(address.getScheme())
        || address.getHost() == null
        || address.getRawUserInfo() != null) {
      throw new IOException("only https://HOST/… is fetched");
    }
    for (InetAddress each : InetAddress.getAllByName(address.getHost())) {
      requireAllowed(each);
    }
    long deadline = System.nanoTime() + LONGEST.toNanos();
    HttpsURLConnection connection =
        (HttpsURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setSSLSocketFactory(sockets);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the answer is not 200");
      }
      return new Document(
          body(connection.getInputStream(), deadline),
          Objects.toString(connection.getContentType(), ""));
    } finally {
      connection.disconnect();
    }
  }

  private void requireAllowed(InetAddress address) throws IOException {
    if (!everywhere && !PublicAddresses.contain(address)) {
      throw new IOException("an address of a private network is not asked");
    }
  }

  private static byte[] body(InputStream in, long deadline) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[8 * 1024];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      body.write(chunk, 0, read);
      if (body.size() > MOST_BYTES) {
        throw new IOException("the document is too large");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("the document takes too long");
      }
    }
    return body.toByteArray();
  }
}
