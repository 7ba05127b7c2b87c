package io.sallyport.onprem;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sallyport's portal, as a node that enrols or renews asks it: over TLS, with 256-bit ciphers. */
final class Portal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final URI origin;
  private final HttpClient client;

  /**
   * The portal at an address.
   *
   * @param authority whom to trust, as PEM; null for those whom the JDK trusts
   */
  Portal(URI origin, Path authority) throws IOException, GeneralSecurityException {
    this.origin = origin;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (authority != null) {
      builder.sslContext(trusting(authority));
    }
    client = builder.build();
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Posts, and returns what was answered; an empty object for nothing. */
  JsonObject post(String path, JsonObject content)
      throws IOException, InterruptedException, Stopped {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(origin.resolve("/api/v1/" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(content.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() == NO_CONTENT) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      JsonObject answer = reader.readObject();
      if (response.statusCode() == CREATED || response.statusCode() == OK) {
        return answer;
      }
      String code = answer.getString("code", "HTTP " + response.statusCode());
      throw new Refused(
          code,
          "%s: %s. %s"
              .formatted(
                  code,
                  answer.getString("title", "The portal refused"),
                  answer.getString("detail", "")));
    } catch (JsonException e) {
      throw new Stopped(
          origin + " answered with status " + response.statusCode() + " and nothing else of use.",
          e);
    }
  }

  /** By how much our clock is ahead of the portal's; empty when it does not tell. */
  Optional<Duration> ahead() throws IOException, InterruptedException {
    HttpResponse<Void> response =
        client.send(
            HttpRequest.newBuilder(origin.resolve("/api/v1/trust-root")).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.discarding());
    return response
        .headers()
        .firstValue("Date")
        .map(
            date ->
                Duration.between(
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
                    Instant.now()));
  }
}
