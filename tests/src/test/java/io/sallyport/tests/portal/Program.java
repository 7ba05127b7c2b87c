package io.sallyport.tests.portal;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.site.SandboxControl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A customer's program that calls the API.
 *
 * @param id its client id
 * @param key what it signs with
 */
public record Program(RunningDemo demo, HttpClient http, String id, SigningKey key) {
  /** All that a program may be allowed. */
  public static final List<String> SCOPES =
      List.of(
          "connections:read",
          "connections:test",
          "requests:send",
          "requests:write",
          "activity:read");

  private static final Gson GSON = new Gson();

  /** A token before it is signed: whoever tests changes what they like. */
  public record Draft(JsonObject header, JsonObject claims) {}

  /** One that the customer has let in, under a pasted key. */
  public static Program of(RunningDemo demo, Customer customer, SigningKey key, String... scopes) {
    String id =
        customer
            .api()
            .post(
                "api-clients",
                Map.of("name", "Inventory", "scopes", scopes, "keys", List.of(key.jwk())))
            .expect(201)
            .json()
            .get("id")
            .getAsString();
    return with(demo, id, key);
  }

  /** One with all scopes and an EC key. */
  public static Program of(RunningDemo demo, Customer customer) {
    return of(demo, customer, SigningKey.p256(), SCOPES.toArray(String[]::new));
  }

  /** One that claims to be that client. */
  public static Program with(RunningDemo demo, String id, SigningKey key) {
    return new Program(
        demo, HttpClient.newBuilder().sslContext(SandboxControl.trusting(demo)).build(), id, key);
  }

  /** The same program with another key. */
  public Program signingWith(SigningKey other) {
    return new Program(demo, http, id, other);
  }

  /** What tokens must name as their audience. */
  public String audience() {
    return demo.settings().portalUrl() + "/api/v1";
  }

  /** A token that keeps to every rule. */
  public Draft draft(String scope) {
    JsonObject header = new JsonObject();
    header.addProperty("alg", key.algorithm());
    header.addProperty("kid", key.kid());
    header.addProperty("typ", "JWT");
    long now = Instant.now().getEpochSecond();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", id);
    claims.addProperty("sub", id);
    claims.addProperty("aud", audience());
    claims.addProperty("iat", now);
    claims.addProperty("exp", now + 120);
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("scope", scope);
    return new Draft(header, claims);
  }

  /** A token that keeps to every rule but what {@code change} did to it. */
  public String token(String scope, Consumer<Draft> change) {
    Draft draft = draft(scope);
    change.accept(draft);
    return signed(draft.header().toString(), draft.claims().toString());
  }

  /** A good token. */
  public String token(String scope) {
    return token(scope, draft -> {});
  }

  /** Signs any header and claims. */
  public String signed(String header, String claims) {
    String text = encoded(header) + "." + encoded(claims);
    return text + "." + SigningKey.base64url(key.sign(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A part of a token. */
  public static String encoded(String json) {
    return SigningKey.base64url(json.getBytes(StandardCharsets.UTF_8));
  }

  /** GETs with a good token. */
  public Api.Answer get(String path, String scope) {
    return call("GET", path, null, token(scope));
  }

  /** POSTs with a good token. */
  public Api.Answer post(String path, Object body, String scope, String... headers) {
    return call("POST", path, GSON.toJson(body), token(scope), headers);
  }

  /** Any call with any token. */
  public Api.Answer call(String method, String path, String body, String token, String... headers) {
    try {
      return answer(
          http.send(
              request(method, path, body, token, headers), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The same, without waiting for the answer. */
  public CompletableFuture<Api.Answer> begin(String method, String path, String token) {
    return http.sendAsync(request(method, path, null, token), HttpResponse.BodyHandlers.ofString())
        .thenApply(Program::answer);
  }

  private HttpRequest request(
      String method, String path, String body, String token, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(audience() + "/" + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private static Api.Answer answer(HttpResponse<String> answer) {
    return new Api.Answer(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }
}
