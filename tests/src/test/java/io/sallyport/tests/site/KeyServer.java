package io.sallyport.tests.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A customer's web server, under a certificate of the development CA. */
public final class KeyServer implements AutoCloseable {
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpsServer server;

  public KeyServer(RunningDemo demo) throws IOException, GeneralSecurityException {
    char[] password = demo.keys().password().toCharArray();
    KeyStore store = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
    try (InputStream in =
        Files.newInputStream(demo.keys().of("sandbox").resolve("sandbox.bcfks"))) {
      store.load(in, password);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/elsewhere")) {
      exchange.getResponseHeaders().add("Location", url("keys"));
      exchange.sendResponseHeaders(302, -1);
    } else if (documents.containsKey(path)) {
      byte[] body = documents.get(path).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  /** Publishes a document from now on. */
  public KeyServer publish(String name, String document) {
    documents.put("/" + name, document);
    return this;
  }

  /** Where a document is. */
  public String url(String name) {
    return "https://localhost:" + server.getAddress().getPort() + "/" + name;
  }

  /** How often somebody asked for something. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
