package io.sallyport.tests.portal;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.sallyport.tests.site.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** The public REST API, called from a page of the portal as its own scripts do. */
public final class Api {
  /** What a connection is made for that changes nothing. */
  public static final List<String> READING = List.of("see-instances", "see-spot-prices");

  private static final Gson GSON = new Gson();

  private final Page page;

  public Api(Page page) {
    this.page = page;
  }

  /** An answer of the API. */
  public record Answer(int status, String type, String body) {
    public JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    /** Fails unless this is a problem of that status and code, told as RFC 9457 says. */
    public Answer expectProblem(int expected, String code) {
      Assertions.assertThat(body).contains("\"" + code + "\"");
      Assertions.assertThat(status).as(body).isEqualTo(expected);
      Assertions.assertThat(type).startsWith("application/problem+json");
      Assertions.assertThat(json().get("title").getAsString()).isNotBlank();
      Assertions.assertThat(json().get("detail").getAsString()).isNotBlank();
      Assertions.assertThat(json().get("status").getAsInt()).isEqualTo(expected);
      return this;
    }

    /** Fails unless the problem names that field. */
    public Answer naming(String parameter) {
      Assertions.assertThat(json().get("parameter").getAsString()).isEqualTo(parameter);
      return this;
    }

    public Answer expect(int expected) {
      Assertions.assertThat(status).as(body).isEqualTo(expected);
      return this;
    }
  }

  public Answer get(String path) {
    return call("GET", path, "application/json", null);
  }

  /** The id of the one request that is under way, once it is. */
  public String awaitRunning() throws Exception {
    List<JsonElement> found = new ArrayList<>();
    Waiting.until(
        () -> {
          found.clear();
          JsonParser.parseString(get("running-requests").expect(200).body())
              .getAsJsonArray()
              .forEach(found::add);
          return found.size() == 1;
        },
        Duration.ofSeconds(20));
    return found.get(0).getAsJsonObject().get("requestId").getAsString();
  }

  /** Breaks off a request that is under way. */
  public Answer breakOff(String request) {
    return call("DELETE", "running-requests/" + request, "application/json", null);
  }

  public Answer post(String path, Object body) {
    return call("POST", path, "application/json", GSON.toJson(body));
  }

  /** Has something changed in an account, once for that key. */
  public Answer change(String connection, Map<String, Object> question, String key) {
    return call(
        "POST",
        "connections/" + connection + "/requests",
        Map.of("Content-Type", "application/json", "Idempotency-Key", key),
        GSON.toJson(question));
  }

  /** Any call, with any body. */
  public Answer call(String method, String path, String type, String body) {
    return call(method, path, Map.of("Content-Type", type), body);
  }

  /** A call. */
  public record Call(String method, String path, String type, String body) {}

  /** Several calls, four at a time; the answers in their order. */
  public List<Answer> calls(List<Call> calls) {
    Object answers =
        page.evaluate(
            """
            async calls => {
              const answers = new Array(calls.length);
              let next = 0;
              await Promise.all([1, 2, 3, 4].map(async () => {
                for (let at = next++; at < calls.length; at = next++) {
                  const {method, path, type, body} = calls[at];
                  const answer = await fetch('/api/v1/' + path, {method, headers: {'Content-Type': type}, body});
                  answers[at] = {status: answer.status, type: answer.headers.get('content-type') ?? '',
                    body: await answer.text()};
                }
              }));
              return JSON.stringify(answers);
            }""",
            calls.stream()
                .map(
                    each -> {
                      Map<String, Object> call = new HashMap<>();
                      call.put("method", each.method());
                      call.put("path", each.path());
                      call.put("type", each.type());
                      if (each.body() != null) {
                        call.put("body", each.body());
                      }
                      return call;
                    })
                .toList());
    return List.of(GSON.fromJson((String) answers, Answer[].class));
  }

  private Answer call(String method, String path, Map<String, String> headers, String body) {
    return answer(
        page.evaluate(
            """
            async ([method, path, headers, body]) => {
              const answer = await fetch('/api/v1/' + path, {method, headers, body});
              return JSON.stringify({status: answer.status, type: answer.headers.get('content-type') ?? '',
                body: await answer.text()});
            }""",
            Arrays.asList(method, path, headers, body)));
  }

  /** The status of a page, asked for as its own scripts could; 0 where one is sent elsewhere. */
  public int pageStatus(String path) {
    Object status =
        page.evaluate("async path => (await fetch(path, {redirect: 'manual'})).status", path);
    return ((Number) java.util.Objects.requireNonNull(status)).intValue();
  }

  /** The same for several pages at once, in their order. */
  public List<Integer> pageStatuses(List<String> paths) {
    Object statuses =
        page.evaluate(
            """
            paths => Promise.all(paths.map(async path =>
              (await fetch(path, {redirect: 'manual'})).status))""",
            paths);
    return ((List<?>) java.util.Objects.requireNonNull(statuses))
        .stream().map(each -> ((Number) each).intValue()).toList();
  }

  private static Answer answer(Object json) {
    return GSON.fromJson((String) json, Answer.class);
  }

  /** Leave to seal, as the API gave it. */
  public JsonObject leave(String connection) {
    return post("sealing-tickets", connection == null ? Map.of() : Map.of("connection", connection))
        .expect(201)
        .json();
  }

  /** Seals in the browser, with the portal's own script. */
  public String seal(Portal.Account account, JsonObject context, JsonObject recipient) {
    return seal(
        Map.of(
            "accountId",
            account.id(),
            "roleArn",
            account.roleArn(),
            "regions",
            account.regions(),
            "note",
            account.note()),
        context,
        recipient);
  }

  /** The same for any form. */
  public String seal(Map<String, Object> form, JsonObject context, JsonObject recipient) {
    return (String)
        page.evaluate(
            """
            async ([account, context, recipient]) =>
              (await import('/assets/seal.js')).seal(JSON.parse(account), JSON.parse(context), JSON.parse(recipient))""",
            List.of(GSON.toJson(form), context.toString(), recipient.toString()));
  }

  /** Sends a sealed form. */
  public Answer store(String alias, JsonObject leave, String envelope) {
    return store(alias, leave.getAsJsonObject("context").get("ticket").getAsString(), envelope);
  }

  /** Sends a sealed form with any ticket. */
  public Answer store(String alias, String ticket, String envelope) {
    return store(alias, ticket, envelope, READING);
  }

  /** The same for a connection that is made for so much. */
  public Answer store(String alias, String ticket, String envelope, List<String> capabilities) {
    return post(
        "envelopes",
        Map.of(
            "alias", alias, "ticket", ticket, "envelope", envelope, "capabilities", capabilities));
  }

  /** Asks for an AWS operation. */
  public Answer request(
      String connection,
      String service,
      String operation,
      String region,
      Map<String, Object> parameters) {
    return post(
        "connections/" + connection + "/requests",
        question(service, operation, region, parameters));
  }

  /** What is asked. */
  public static Map<String, Object> question(
      String service, String operation, String region, Map<String, Object> parameters) {
    return Map.of(
        "service", service, "operation", operation, "region", region, "parameters", parameters);
  }

  /** One Spot instance is wanted. */
  public static Map<String, Object> launch(String region) {
    return question(
        "ec2",
        "RunInstances",
        region,
        Map.of(
            "ImageId",
            "ami-0123456789abcdef0",
            "MinCount",
            1,
            "MaxCount",
            1,
            "InstanceMarketOptions",
            Map.of("MarketType", "spot")));
  }
}
