package io.sallyport.tests.site;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real Keycloak from its distribution, on another site than the portal: browsers take 127.0.0.1
 * and localhost for different ones.
 */
public final class Keycloak implements AutoCloseable {
  /** Everybody's, in every realm. */
  public static final String PASSWORD = "a-password-of-tests";

  /** What the realms call Sallyport. */
  public static final String CLIENT = "sallyport";

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Gson GSON = new Gson();

  private final RunningDemo demo;
  private final Path log;
  private final int port;
  private final Process process;
  private final HttpClient http;

  /** Starts it; {@link #awaitReady} waits until it answers. */
  Keycloak(RunningDemo demo, Path work) throws IOException, GeneralSecurityException {
    this.demo = demo;
    Path home = unpacked(work);
    log = work.resolve("site/logs/keycloak.log");
    port = freePort();
    http = client(demo.keys().authority());
    Path keys = demo.keys().of("identity-provider");
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash",
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--hostname=https://127.0.0.1:" + port,
            "--http-host=127.0.0.1",
            "--http-port=" + freePort(),
            "--https-port=" + port,
            "--https-certificate-file=" + keys.resolve("server.crt.pem"),
            "--https-certificate-key-file=" + keys.resolve("server.key.pem"),
            "--truststore-paths=" + demo.keys().authority(),
            "--cache=local");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
    builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    process = builder.start();
  }

  private static Path unpacked(Path work) throws IOException {
    Path into = work.resolve("keycloak");
    if (!Files.isDirectory(into)) {
      Path unfinished = work.resolve("keycloak.unfinished");
      Site.deleteTree(unfinished);
      unpack(Path.of(System.getProperty("sallyport.keycloak")), unfinished);
      Files.move(unfinished, into);
    }
    try (Stream<Path> content = Files.list(into)) {
      Path home = content.findFirst().orElseThrow();
      Site.deleteTree(home.resolve("data"));
      return home;
    }
  }

  private static void unpack(Path archive, Path into) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !file.startsWith(into)) {
          continue;
        }
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
          zip.transferTo(out);
        }
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static HttpClient client(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  void awaitReady() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(
                        URI.create(issuer("master") + "/.well-known/openid-configuration"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IOException("Keycloak did not start:\n" + Files.readString(log), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** A realm's issuer. */
  public String issuer(String realm) {
    return "https://127.0.0.1:" + port + "/realms/" + realm;
  }

  /** A new realm with a client for the portal, and groups of these names; answers its name. */
  public String newRealm(String... groups) throws IOException, InterruptedException {
    String name = "realm-" + UUID.randomUUID().toString().substring(0, 8);
    String portal = demo.settings().portalUrl();
    Map<String, Object> mapper =
        Map.of(
            "name", "groups",
            "protocol", "openid-connect",
            "protocolMapper", "oidc-group-membership-mapper",
            "config",
                Map.of("full.path", "false", "id.token.claim", "true", "claim.name", "groups"));
    Map<String, Object> client =
        Map.of(
            "clientId",
            CLIENT,
            "publicClient",
            false,
            "clientAuthenticatorType",
            "client-jwt",
            "standardFlowEnabled",
            true,
            "redirectUris",
            List.of(portal + "/sso/callback/*"),
            "attributes",
            Map.of(
                "use.jwks.url", "true",
                "jwks.url", portal + "/api/v1/sso/keys",
                "token.endpoint.auth.signing.alg", "ES384",
                "pkce.code.challenge.method", "S256",
                "backchannel.logout.url", portal + "/api/v1/sso/backchannel-logout",
                "backchannel.logout.session.required", "true",
                "post.logout.redirect.uris", portal + "/"),
            "protocolMappers",
            List.of(mapper));
    admin(
        "POST",
        "realms",
        Map.of(
            "realm",
            name,
            "enabled",
            true,
            "groups",
            Stream.of(groups).map(group -> Map.of("name", group)).toList(),
            "clients",
            List.of(client)));
    return name;
  }

  /** Adds somebody, with an e-mail address at example.com; answers their subject. */
  public String newUser(String realm, String name, String... groups)
      throws IOException, InterruptedException {
    admin(
        "POST",
        "realms/" + realm + "/users",
        Map.of(
            "username",
            name,
            "email",
            name + "@example.com",
            "emailVerified",
            true,
            "firstName",
            "Some",
            "lastName",
            name,
            "enabled",
            true,
            "credentials",
            List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)),
            "groups",
            Stream.of(groups).map(group -> "/" + group).toList()));
    return JsonParser.parseString(
            admin("GET", "realms/" + realm + "/users?exact=true&username=" + name, null))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject()
        .get("id")
        .getAsString();
  }

  /** Takes somebody out of all groups, and into that one. */
  public void move(String realm, String user, String group)
      throws IOException, InterruptedException {
    String groups = "realms/" + realm + "/users/" + user + "/groups";
    for (JsonElement each : array(admin("GET", groups, null))) {
      admin("DELETE", groups + "/" + id(each), null);
    }
    for (JsonElement each : array(admin("GET", "realms/" + realm + "/groups", null))) {
      if (each.getAsJsonObject().get("name").getAsString().equals(group)) {
        admin("PUT", groups + "/" + id(each), Map.of());
      }
    }
  }

  /** Deletes somebody. */
  public void delete(String realm, String user) throws IOException, InterruptedException {
    admin("DELETE", "realms/" + realm + "/users/" + user, null);
  }

  /** Ends all of somebody's sessions, as its administrator does; it tells the clients. */
  public void logOut(String realm, String user) throws IOException, InterruptedException {
    admin("POST", "realms/" + realm + "/users/" + user + "/logout", Map.of());
  }

  /** How many sessions somebody has. */
  public int sessions(String realm, String user) throws IOException, InterruptedException {
    return array(admin("GET", "realms/" + realm + "/users/" + user + "/sessions", null)).size();
  }

  private static JsonArray array(String json) {
    return JsonParser.parseString(json).getAsJsonArray();
  }

  private static String id(JsonElement each) {
    return each.getAsJsonObject().get("id").getAsString();
  }

  private String admin(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/admin/" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(GSON.toJson(body)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  private String token() throws IOException, InterruptedException {
    String form =
        "grant_type=password&client_id=admin-cli&username=admin&password="
            + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(issuer("master") + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonObject token = JsonParser.parseString(answer.body()).getAsJsonObject();
    return token.get("access_token").getAsString();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
