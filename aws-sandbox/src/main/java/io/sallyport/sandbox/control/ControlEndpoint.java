package io.sallyport.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.AccessKey;
import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.AccountStatus;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.aws.AwsService;
import io.sallyport.sandbox.aws.Faults;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.ManagedPolicies;
import io.sallyport.sandbox.s3.Buckets;
import io.sallyport.sandbox.snapshot.BadFieldException;
import io.sallyport.sandbox.snapshot.JsonField;
import io.sallyport.sandbox.snapshot.SnapshotReader;
import io.sallyport.sandbox.trail.Event;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the control calls under {@code /sandbox/} for whoever has the control token. */
public final class ControlEndpoint {
  private static final Pattern STATUS_PATH =
      Pattern.compile("/sandbox/accounts/([0-9]{12})/status");
  private static final Pattern OBJECTS_PATH =
      Pattern.compile("/sandbox/accounts/([0-9]{12})/objects");
  private static final int MOST_MEGABYTES = 4096;
  private static final String BEARER = "Bearer ";
  private static final int MOST_FAULTS = 100_000;
  private static final int MOST_SECONDS = 86_400 * 30;
  private final Optional<SecretHash> token;
  private final Cloud cloud;
  private final Trail trail;
  private final Faults faults;
  private final Buckets buckets;
  private final KeySource source;
  private final Clock clock;

  /**
   * An endpoint.
   *
   * @param token the control token's hash; without one every control call is refused
   */
  public ControlEndpoint(
      Optional<SecretHash> token,
      Cloud cloud,
      Trail trail,
      Faults faults,
      Buckets buckets,
      KeySource source,
      Clock clock) {
    this.token = token;
    this.cloud = cloud;
    this.trail = trail;
    this.faults = faults;
    this.buckets = buckets;
    this.source = source;
    this.clock = clock;
  }

  /**
   * Answers: 401 without the token, 404 for what is not known, 400 with the name of a bad field.
   */
  public WireAnswer answer(WireRequest request) {
    String presented = request.header("authorization").orElse("");
    boolean known =
        presented.startsWith(BEARER)
            && token.map(t -> t.fits(presented.substring(BEARER.length()))).orElse(false);
    if (!known) {
      return JsonAnswer.refusal(401, "Unauthorized", "The control token is missing or wrong.");
    }
    try {
      return route(request);
    } catch (BadFieldException bad) {
      return JsonAnswer.refusal(400, "BadRequest", bad.getMessage());
    }
  }

  private WireAnswer route(WireRequest request) {
    Matcher status = STATUS_PATH.matcher(request.rawPath());
    if (status.matches() && request.method().equals("POST")) {
      return changeStatus(status.group(1), request);
    }
    Matcher objects = OBJECTS_PATH.matcher(request.rawPath());
    if (objects.matches() && request.method().equals("POST")) {
      return putObject(objects.group(1), request);
    }
    return switch (request.method() + " " + request.rawPath()) {
      case "GET /sandbox/events" -> events(request);
      case "POST /sandbox/faults" -> orderFaults(request);
      case "DELETE /sandbox/faults" -> forgetFaults();
      case "POST /sandbox/accounts" -> createAccount(request);
      case "POST /sandbox/clock" -> ageSessions(request);
      default ->
          JsonAnswer.refusal(
              404, "NotFound", request.method() + " " + request.rawPath() + " is not known.");
    };
  }

  private WireAnswer events(WireRequest request) {
    Optional<String> account = Parameters.of(request.rawQuery(), "").optional("account");
    List<Event> events = trail.events(account);
    return JsonAnswer.of(
        200,
        json -> {
          ArrayNode list = json.putArray("events");
          events.forEach(event -> write(event, list.addObject()));
        });
  }

  private static void write(Event event, ObjectNode json) {
    json.put("eventTime", event.time().toString());
    json.put("requestId", event.requestId());
    json.put("eventSource", event.source());
    json.put("eventName", event.name());
    event.principal().ifPresent(value -> json.put("principalArn", value));
    event.account().ifPresent(value -> json.put("account", value));
    event.recipient().ifPresent(value -> json.put("recipientAccount", value));
    event.region().ifPresent(value -> json.put("region", value));
    ObjectNode parameters = json.putObject("requestParameters");
    event.parameters().forEach(parameters::put);
    event.errorCode().ifPresent(value -> json.put("errorCode", value));
    event.errorMessage().ifPresent(value -> json.put("errorMessage", value));
    event.sessionName().ifPresent(value -> json.put("sessionName", value));
    event.sourceIdentity().ifPresent(value -> json.put("sourceIdentity", value));
    json.put("sourceIPAddress", event.sourceAddress());
    json.put("userAgent", event.userAgent());
  }

  private WireAnswer orderFaults(WireRequest request) {
    JsonField body =
        body(request).only("service", "operation", "account", "region", "kind", "after", "count");
    AwsService service =
        AwsService.ofScope(body.required("service").text(AwsService.scopeNames())).orElseThrow();
    String operation = body.required("operation").text("\\*|[A-Za-z]{1,64}");
    Optional<String> account = body.optional("account").map(f -> f.text("[0-9]{12}"));
    Optional<String> region = body.optional("region").map(f -> f.text("[a-z0-9-]{1,32}"));
    String kind = body.required("kind").text("throttle|error|slow|lost|clock|half");
    int after = body.optional("after").map(f -> f.number(1, MOST_FAULTS)).orElse(0);
    int count = body.required("count").number(1, MOST_FAULTS);
    faults.order(
        new Faults.Target(service, operation, account, region),
        Faults.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        after,
        count);
    return JsonAnswer.of(200, json -> json.put("ordered", count));
  }

  private WireAnswer forgetFaults() {
    faults.forget();
    return JsonAnswer.of(200, json -> json.put("ordered", 0));
  }

  private WireAnswer createAccount(WireRequest request) {
    JsonField body = body(request).only("id", "name", "consoleCode");
    String id = body.required("id").text("[0-9]{12}");
    String name = body.required("name").text("[\\s\\S]{1,128}");
    Optional<String> code =
        body.optional("consoleCode").map(f -> SnapshotReader.sha256(f.text("[\\s\\S]{8,256}")));
    return cloud.exclusively(
        () -> {
          if (cloud.account(id).isPresent()) {
            return JsonAnswer.refusal(409, "Conflict", "The account " + id + " exists already.");
          }
          Account account = new Account(id, name, AccountStatus.ACTIVE, code);
          AccessKey key = addAdmin(account);
          cloud.add(account);
          cloud.markChanged();
          return JsonAnswer.of(
              201,
              json ->
                  json.put("id", id)
                      .put("name", name)
                      .put("userName", key.userName())
                      .put("accessKeyId", key.id())
                      .put("secretAccessKey", key.secret()));
        });
  }

  private AccessKey addAdmin(Account account) {
    account.put(
        new User(
            account.id(),
            "/",
            "admin",
            source.uniqueId("AIDA"),
            clock.instant(),
            Map.of(),
            Map.of("admin", ManagedPolicies.ADMINISTRATOR)));
    AccessKey key =
        new AccessKey(source.uniqueId("AKIA"), source.secret(), "admin", true, clock.instant());
    account.put(key);
    return key;
  }

  private WireAnswer changeStatus(String id, WireRequest request) {
    String status = body(request).only("status").required("status").text("ACTIVE|SUSPENDED");
    return cloud.exclusively(
        () -> {
          Optional<Account> account = cloud.account(id);
          if (account.isEmpty()) {
            return JsonAnswer.refusal(404, "NotFound", "There is no account " + id + ".");
          }
          account.get().become(AccountStatus.valueOf(status));
          cloud.markChanged();
          return JsonAnswer.of(200, json -> json.put("id", id).put("status", status));
        });
  }

  private WireAnswer putObject(String account, WireRequest request) {
    JsonField body = body(request).only("bucket", "key", "bytes", "megabytes");
    String bucket = body.required("bucket").text("[a-z0-9][a-z0-9.-]{2,62}");
    String key = body.required("key").text("[\\s\\S]{1,1024}");
    long size =
        body.optional("megabytes").map(f -> f.number(1, MOST_MEGABYTES)).orElse(0) * (1L << 20)
            + body.optional("bytes").map(f -> f.number(1, 1 << 20)).orElse(0);
    if (!buckets.put(account, bucket, key, size, clock.instant())) {
      return JsonAnswer.refusal(409, "Conflict", "The bucket is another account's.");
    }
    return JsonAnswer.of(201, json -> json.put("bucket", bucket).put("key", key).put("size", size));
  }

  private WireAnswer ageSessions(WireRequest request) {
    JsonField body = body(request).only("ageSessionsBySeconds", "account");
    int seconds = body.required("ageSessionsBySeconds").number(1, MOST_SECONDS);
    Duration by = Duration.ofSeconds(seconds);
    body.optional("account")
        .map(f -> f.text("[0-9]{12}"))
        .ifPresentOrElse(
            account -> cloud.sessions().age(account, by), () -> cloud.sessions().age(by));
    return JsonAnswer.of(200, json -> json.put("ageSessionsBySeconds", seconds));
  }

  private static JsonField body(WireRequest request) {
    return JsonField.parse(request.bodyText(), "body");
  }
}
