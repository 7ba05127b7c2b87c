package io.sallyport.benchmarks.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Somebody with a company, a passkey and a browser of their own. Whatever they do either gets the
 * answer that it should, or throws {@link UnexpectedAnswer}. Not for two threads at once.
 */
final class Visitor {
  private static final int REFUSED = 401;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Portal portal;
  private final String address;
  private final String company;
  private final SoftPasskey passkey;
  private final Map<String, String> cookies = new TreeMap<>();

  /**
   * Somebody who has not been here yet.
   *
   * @param number below 65,536; nobody else's
   */
  Visitor(Portal portal, int number) throws GeneralSecurityException {
    this(portal, "Load " + number, new SoftPasskey(portal.origin()), number);
  }

  private Visitor(Portal portal, String company, SoftPasskey passkey, int number) {
    this.portal = portal;
    this.company = company;
    this.address = "10.0.%d.%d".formatted(number / 256, number % 256);
    this.passkey = passkey;
  }

  String company() {
    return company;
  }

  /** The same person with another browser, not signed in there yet. */
  Visitor elsewhere(int number) {
    return new Visitor(portal, company, passkey, number);
  }

  /** Registers their company, which signs them in. */
  void register() throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject wanted =
        Json.createObjectBuilder().add("company", company).add("person", "Visitor").build();
    JsonObject options = json(post("auth/registration/options", wanted));
    welcomed(post("auth/registration", passkey.created(options)));
  }

  /** Signs in: the whole ceremony, and the passkey's own signature. */
  void signIn() throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject options = json(post("auth/sign-in/options", JsonObject.EMPTY_JSON_OBJECT));
    welcomed(post("auth/sign-in", passkey.used(options)));
  }

  /** What the visitor's own passkey is known by. */
  byte[] passkeyId() {
    return passkey.id();
  }

  /**
   * Signs with their own key in the name of another passkey, and is refused.
   *
   * @return nanoseconds from that request to its answer
   */
  long isRefusedAs(byte[] id) throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject options = json(post("auth/sign-in/options", JsonObject.EMPTY_JSON_OBJECT));
    JsonObject used = passkey.used(options, id);
    long from = System.nanoTime();
    send(
        request("/api/v1/auth/sign-in").POST(HttpRequest.BodyPublishers.ofString(used.toString())),
        REFUSED);
    return System.nanoTime() - from;
  }

  /** Calls an operation of the API that answers JSON. */
  JsonObject call(String path, JsonObject body, int status)
      throws IOException, InterruptedException {
    return json(
        send(
            request("/api/v1/" + path).POST(HttpRequest.BodyPublishers.ofString(body.toString())),
            status));
  }

  /** Reads JSON from the API. */
  JsonObject read(String path) throws IOException, InterruptedException {
    return json(get("/api/v1/" + path));
  }

  private void welcomed(HttpResponse<String> answer) throws IOException {
    if (!company.equals(json(answer).getString("company", null))) {
      throw new UnexpectedAnswer(answer.uri() + " welcomed somebody else");
    }
  }

  /** Looks at their connections. */
  void viewConnections() throws IOException, InterruptedException {
    HttpResponse<String> page = get("/portal/connections");
    boolean whole =
        page.body().contains("<span>" + company + "</span>")
            && page.body().contains("connection 1<")
            && page.body().contains("</html>");
    if (!whole) {
      throw new UnexpectedAnswer(page.uri() + " is not the page of " + company);
    }
  }

  /** Fetches the style sheet. */
  void fetchStyles() throws IOException, InterruptedException {
    HttpResponse<String> styles = get("/assets/sallyport.css");
    if (!styles.headers().firstValue("Content-Type").orElse("").startsWith("text/css")) {
      throw new UnexpectedAnswer(styles.uri() + " is no style sheet");
    }
  }

  /** Signs out. */
  void signOut() throws IOException, InterruptedException {
    send(request("/api/v1/auth/sign-out").POST(HttpRequest.BodyPublishers.ofString("{}")), 204);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET(), 200);
  }

  private HttpResponse<String> post(String path, JsonObject body)
      throws IOException, InterruptedException {
    return send(
        request("/api/v1/" + path).POST(HttpRequest.BodyPublishers.ofString(body.toString())), 200);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(portal.origin() + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Origin", portal.origin())
            // As the proxy of a site would: each browser has its own address and its own limits.
            .header("X-Forwarded-For", address);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        portal.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (String header : answer.headers().allValues("Set-Cookie")) {
      HttpCookie.parse(header).forEach(this::keep);
    }
    if (answer.statusCode() != status) {
      throw new UnexpectedAnswer(
          answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer;
  }

  private void keep(HttpCookie cookie) {
    if (cookie.hasExpired()) {
      cookies.remove(cookie.getName());
    } else {
      cookies.put(cookie.getName(), cookie.getValue());
    }
  }

  private static JsonObject json(HttpResponse<String> answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
