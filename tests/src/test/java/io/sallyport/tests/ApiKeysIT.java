package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.portal.Program.Draft;
import io.sallyport.tests.portal.SigningKey;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.KeyServer;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customers' programs call the API with tokens that they sign themselves. */
@ExtendWith(Site.class)
class ApiKeysIT {
  private static final String LIST = "connections";
  private static final String READ = "connections:read";

  @Test
  void aProgramListsTestsSendsAndReadsAndEveryTrailNamesIt(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    Program program = Program.of(demo, customer);
    String connection = "connections/" + customer.connection();
    assertThat(program.get(LIST, READ).expect(200).body()).contains(Customer.ALIAS);
    assertThat(program.get(connection, READ).expect(200).json().get("state").getAsString())
        .isEqualTo("VERIFIED");
    assertThat(
            program
                .post(connection + "/verifications", Map.of(), "connections:test")
                .expect(200)
                .json()
                .get("state")
                .getAsString())
        .isEqualTo("VERIFIED");
    assertThat(
            program.post(connection + "/requests", identity(), "requests:send").expect(200).body())
        .contains(customer.account());
    String activity = program.get("activity", "activity:read").expect(200).body();
    assertThat(activity)
        .contains("\"request.forward\"", "\"connection.test\"", "\"person\":\"" + program.id());
    // As the customer finds it in CloudTrail.
    assertThat(new SandboxControl(demo).events(customer.account())).contains(program.id());
    customer.page().navigate("/portal/activity");
    assertThat(customer.page().locator("tbody")).containsText("API client Inventory");
    assertThat(customer.page().locator("#chain")).containsText("The chain is whole");
    customer.page().navigate("/portal/api");
    assertThat(card(customer.page())).not().containsText("Never");
  }

  private static Map<String, Object> identity() {
    return Map.of("service", "sts", "operation", "GetCallerIdentity", "region", Customer.REGION);
  }

  @Test
  void everyKindOfKeySigns(RunningDemo demo, Browser browser) {
    Customer customer = Customer.registered(browser);
    SigningKey rsa = SigningKey.rsa(2048, "PS256");
    Program program = Program.of(demo, customer, rsa, READ);
    program.get(LIST, READ).expect(200);
    program.signingWith(new SigningKey(rsa.pair(), "RS256")).get(LIST, READ).expect(200);
    Program.of(demo, customer, SigningKey.ec("secp384r1", "ES384"), READ)
        .get(LIST, READ)
        .expect(200);
    Program.of(demo, customer, SigningKey.p256(), READ).get(LIST, READ).expect(200);
  }

  @Test
  void everyRuleThatATokenBreaksHasOneFace(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    SigningKey rsa = SigningKey.rsa(2048, "RS256");
    Program program = Program.of(demo, customer, SigningKey.p256(), READ);
    Program withRsa = Program.of(demo, customer, rsa, READ);
    Program other = Program.of(demo, Customer.registered(browser));
    Program removed = Program.of(demo, customer, SigningKey.p256(), READ);
    removed.get(LIST, READ).expect(200);
    customer
        .api()
        .call("DELETE", "api-clients/" + removed.id(), "application/json", null)
        .expect(204);
    String used = program.token(READ);
    program.call("GET", LIST, null, used).expect(200);

    Map<String, String> broken = new LinkedHashMap<>();
    broken.put("no token", "");
    broken.put("no JWT", "a.b.c");
    broken.put("no signature", without(program.token(READ)));
    broken.put("alg none", without(program.token(READ, header("alg", "none"))));
    broken.put("a MAC with the public key", mac(program));
    broken.put(
        "another's signature",
        program.signingWith(SigningKey.p256()).token(READ, header("kid", program.key().kid())));
    broken.put(
        "a changed claim",
        program.token(READ).replaceFirst("\\.[^.]+\\.", "." + payload(program) + "."));
    broken.put(
        "another curve",
        Program.with(demo, program.id(), SigningKey.ec("secp521r1", "ES512"))
            .token(READ, header("kid", program.key().kid())));
    broken.put("another algorithm of the family", withRsa.token(READ, header("alg", "RS512")));
    broken.put("expired", program.token(READ, life(-300, -60)));
    broken.put("too long", program.token(READ, life(0, 301)));
    broken.put("no life", program.token(READ, life(10, 10)));
    broken.put("from the future", program.token(READ, life(60, 120)));
    broken.put("not yet", program.token(READ, claim("nbf", now() + 60)));
    broken.put("times as texts", program.token(READ, text("exp")));
    broken.put("no exp", program.token(READ, no("exp")));
    broken.put("no iat", program.token(READ, no("iat")));
    broken.put("no iss", program.token(READ, no("iss")));
    broken.put("no sub", program.token(READ, no("sub")));
    broken.put("no aud", program.token(READ, no("aud")));
    broken.put("no jti", program.token(READ, no("jti")));
    broken.put("no scope", program.token(READ, no("scope")));
    for (String name : List.of("iss", "sub", "aud", "iat", "exp", "jti", "scope")) {
      broken.put(
          name + " null",
          program.token(READ, draft -> draft.claims().add(name, JsonNull.INSTANCE)));
    }
    broken.put("another sub", program.token(READ, claim("sub", other.id())));
    broken.put("another iss", program.token(READ, claim("iss", other.id())));
    broken.put("an unknown iss", program.token(READ, client(UUID.randomUUID().toString())));
    broken.put("an iss that is no id", program.token(READ, client("' or 1=1")));
    broken.put(
        "another tenant's client", Program.with(demo, other.id(), program.key()).token(READ));
    broken.put("a removed client", removed.token(READ));
    broken.put("another aud", program.token(READ, claim("aud", "https://localhost/api/v1")));
    broken.put("several aud", program.token(READ, draft -> audiences(draft, program)));
    broken.put("a short jti", program.token(READ, claim("jti", "fifteen-letters")));
    broken.put("a long jti", program.token(READ, claim("jti", "x".repeat(129))));
    broken.put("a jti with a space", program.token(READ, claim("jti", "sixteen letters!")));
    broken.put("used before", used);
    broken.put("a scope not granted", program.token(READ + " requests:send"));
    broken.put("an unknown scope", program.token("everything"));
    broken.put("an empty scope", program.token(""));
    broken.put("scopes in a list", program.token(READ, draft -> scopeList(draft)));
    broken.put("no kid", program.token(READ, draft -> draft.header().remove("kid")));
    broken.put("an unknown kid", program.token(READ, header("kid", rsa.kid())));
    broken.put("another typ", program.token(READ, header("typ", "at+jwt")));
    broken.put("jku", program.token(READ, header("jku", "https://localhost/keys")));
    broken.put("jwk", program.token(READ, draft -> draft.header().add("jwk", program.key().jwk())));
    broken.put("x5u", program.token(READ, header("x5u", "https://localhost/keys")));
    broken.put("x5c", program.token(READ, draft -> draft.header().add("x5c", new JsonArray())));
    broken.put("crit", program.token(READ, ApiKeysIT::critical));
    broken.put("a claim twice", twice(program, "\"aud\":\"x\","));
    broken.put("too large", program.token(READ, claim("more", "x".repeat(9_000))));

    Api.Answer face = program.call("GET", LIST, null, "x").expectProblem(401, "SP-TOKEN-REFUSED");
    broken.forEach(
        (rule, token) ->
            assertThat(program.call("GET", LIST, null, token)).as(rule).isEqualTo(face));
    // Also where everybody may ask.
    program.call("GET", "trust-root", null, "x").expectProblem(401, "SP-TOKEN-REFUSED");
    // And nothing but the rule was in the way.
    program.get(LIST, READ).expect(200);
    program.call("GET", LIST, null, program.token(READ, life(-10, 290))).expect(200);
    program
        .call("GET", LIST, null, program.token(READ, draft -> draft.header().remove("typ")))
        .expect(200);
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static Consumer<Draft> header(String name, String value) {
    return draft -> draft.header().addProperty(name, value);
  }

  private static Consumer<Draft> claim(String name, Object value) {
    return draft ->
        draft
            .claims()
            .add(
                name,
                value instanceof Number number
                    ? new JsonPrimitive(number)
                    : new JsonPrimitive((String) value));
  }

  private static Consumer<Draft> no(String name) {
    return draft -> draft.claims().remove(name);
  }

  private static Consumer<Draft> text(String name) {
    return draft -> draft.claims().addProperty(name, draft.claims().get(name).getAsString());
  }

  private static Consumer<Draft> life(long from, long until) {
    return claim("iat", now() + from).andThen(claim("exp", now() + until));
  }

  private static Consumer<Draft> client(String id) {
    return claim("iss", id).andThen(claim("sub", id));
  }

  private static void audiences(Draft draft, Program program) {
    JsonArray both = new JsonArray();
    both.add(program.audience());
    both.add("https://other.example");
    draft.claims().add("aud", both);
  }

  private static void scopeList(Draft draft) {
    JsonArray list = new JsonArray();
    list.add(READ);
    draft.claims().add("scope", list);
  }

  private static void critical(Draft draft) {
    JsonArray names = new JsonArray();
    names.add("exp");
    draft.header().add("crit", names);
    draft.header().addProperty("exp", 1);
  }

  private static String without(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1);
  }

  private static String payload(Program program) {
    return Program.encoded(program.draft(READ).claims().toString());
  }

  private static String mac(Program program) throws Exception {
    Draft draft = program.draft(READ);
    draft.header().addProperty("alg", "HS256");
    String text =
        Program.encoded(draft.header().toString())
            + "."
            + Program.encoded(draft.claims().toString());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(program.key().pair().getPublic().getEncoded(), "HmacSHA256"));
    return text
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String twice(Program program, String member) {
    Draft draft = program.draft(READ);
    return program.signed(
        draft.header().toString(), "{" + member + draft.claims().toString().substring(1));
  }

  @Test
  void ofATokenThatIsSentFiftyTimesAtOnceOneIsAccepted(RunningDemo demo, Browser browser) {
    Program program = Program.of(demo, Customer.registered(browser));
    String token = program.token(READ);
    List<CompletableFuture<Api.Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(program.begin("GET", LIST, token));
    }
    Map<Integer, Long> statuses =
        answers.stream()
            .map(answer -> answer.join().status())
            .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    assertThat(statuses).isEqualTo(Map.of(200, 1L, 401, 49L));
  }

  @Test
  void everyOperationAsksForItsOwnScopeAndTheOthersAreNotForPrograms(
      RunningDemo demo, Browser browser) {
    Customer customer = Customer.registered(browser);
    Program program = Program.of(demo, customer);
    String id = UUID.randomUUID().toString();
    Map<String, String> scopes =
        Map.of(
            "GET connections",
            READ,
            "GET connections/" + id,
            READ,
            "POST connections/" + id + "/verifications",
            "connections:test",
            "POST connections/" + id + "/requests",
            "requests:send",
            "GET activity",
            "activity:read");
    scopes.forEach(
        (operation, needed) -> {
          for (String scope : Program.SCOPES) {
            Api.Answer answer = call(program, operation, program.token(scope));
            if (scope.equals(needed)) {
              assertThat(answer.status()).as(operation + " " + scope).isIn(200, 404);
            } else {
              answer.expectProblem(403, "SP-SCOPE-REFUSED").naming("scope");
              assertThat(answer.body()).contains(needed);
            }
          }
        });
    for (String operation :
        List.of(
            "GET role-template",
            "GET me/passkeys",
            "POST me/passkeys/options",
            "DELETE me/passkeys/" + id,
            "POST sealing-tickets",
            "POST envelopes",
            "GET api-clients",
            "POST api-clients",
            "DELETE api-clients/" + program.id(),
            "POST api-clients/" + program.id() + "/keys",
            "POST auth/confirmation/options",
            "POST auth/sign-in/options",
            "POST auth/sign-out",
            "GET trust-root")) {
      Api.Answer answer = call(program, operation, program.token(String.join(" ", Program.SCOPES)));
      answer.expectProblem(403, "SP-SCOPE-REFUSED");
      assertThat(answer.body()).contains("not for programs");
    }
    assertThat(customer.api().get("api-clients").expect(200).body()).contains(program.id());
  }

  private static Api.Answer call(Program program, String operation, String token) {
    String[] parts = operation.split(" ");
    String body = parts[1].endsWith("/requests") ? new Gson().toJson(identity()) : "{}";
    return program.call(parts[0], parts[1], parts[0].equals("POST") ? body : null, token);
  }

  @Test
  void keysOverlapWhileTheyAreChangedAndARemovedOneIsRefusedAtOnce(
      RunningDemo demo, Browser browser) {
    Customer customer = Customer.registered(browser);
    Program before = Program.of(demo, customer, SigningKey.p256(), READ);
    SigningKey next = SigningKey.ec("secp384r1", "ES384");
    Program after = before.signingWith(next);
    String keys = "api-clients/" + before.id() + "/keys";
    after.get(LIST, READ).expectProblem(401, "SP-TOKEN-REFUSED");
    customer.api().call("POST", keys, "application/json", next.jwk().toString()).expect(201);
    before.get(LIST, READ).expect(200);
    after.get(LIST, READ).expect(200);
    customer
        .api()
        .call("DELETE", keys + "/" + before.key().kid(), "application/json", null)
        .expect(204);
    before.get(LIST, READ).expectProblem(401, "SP-TOKEN-REFUSED");
    after.get(LIST, READ).expect(200);
    customer
        .api()
        .call("POST", keys, "application/json", before.key().jwk().toString())
        .expectProblem(409, "SP-API-KEY-TAKEN");
    customer
        .api()
        .call("DELETE", keys + "/" + before.key().kid(), "application/json", null)
        .expectProblem(404, "SP-API-KEY-UNKNOWN");
    for (int i = 0; i < 4; i++) {
      customer
          .api()
          .call("POST", keys, "application/json", SigningKey.p256().jwk().toString())
          .expect(201);
    }
    customer
        .api()
        .call("POST", keys, "application/json", SigningKey.p256().jwk().toString())
        .expectProblem(409, "SP-API-KEY-LIMIT");
    String activity = customer.api().get("activity").body();
    assertThat(activity).contains("api-client.add", "api-client.key-add", "api-client.key-remove");
  }

  @Test
  void aProgramMayPublishItsKeysAndChangeThemByItself(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    SigningKey first = SigningKey.p256();
    SigningKey second = SigningKey.rsa(2048, "PS256");
    try (KeyServer server = new KeyServer(demo)) {
      server.publish("keys", set(first)).publish("large", " ".repeat(300_000) + set(first));
      server.publish("none", "{\"keys\":[]}").publish("text", "no keys");
      for (String wrong :
          List.of(
              server.url("keys").replace("https", "http"),
              server.url("keys").replace("localhost", "user@localhost"),
              server.url("missing"),
              server.url("elsewhere"),
              server.url("large"),
              server.url("none"),
              server.url("text"),
              "https://localhost:1/keys",
              "https://no-such-host.invalid/keys",
              "file:///etc/passwd",
              "keys")) {
        published(customer, wrong).expectProblem(400, "SP-API-CLIENT-INVALID").naming("jwksUrl");
      }
      String id =
          published(customer, server.url("keys")).expect(201).json().get("id").getAsString();
      Program program = Program.with(demo, id, first);
      int before = server.asked();
      for (int i = 0; i < 3; i++) {
        program.get(LIST, READ).expect(200);
      }
      assertThat(server.asked() - before).isEqualTo(1);
      server.publish("keys", set(first, second));
      program.signingWith(second).get(LIST, READ).expect(200);
      program.get(LIST, READ).expect(200);
      // A stranger who makes up keys does not have us ask for ever.
      for (int i = 0; i < 5; i++) {
        program.signingWith(SigningKey.p256()).get(LIST, READ).expect(401);
      }
      assertThat(server.asked() - before).isLessThanOrEqualTo(3);
      customer
          .api()
          .call("POST", "api-clients/" + id + "/keys", "application/json", first.jwk().toString())
          .expectProblem(400, "SP-API-CLIENT-INVALID");
    }
  }

  private static Api.Answer published(Customer customer, String url) {
    return customer
        .api()
        .post("api-clients", Map.of("name", "Published", "scopes", List.of(READ), "jwksUrl", url));
  }

  private static String set(SigningKey... keys) {
    JsonArray all = new JsonArray();
    for (SigningKey key : keys) {
      JsonObject jwk = key.jwk();
      jwk.addProperty("kid", key.kid());
      all.add(jwk);
    }
    JsonObject set = new JsonObject();
    set.add("keys", all);
    return set.toString();
  }

  @Test
  void aPrivateKeyIsRefusedAndKeptNowhere(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    for (SigningKey key : List.of(SigningKey.p256(), SigningKey.rsa(2048, "RS256"))) {
      customer
          .api()
          .post("api-clients", wish(key.privateJwk()))
          .expectProblem(400, "SP-API-KEY-PRIVATE");
      Program program = Program.of(demo, customer, SigningKey.p256(), READ);
      customer
          .api()
          .call(
              "POST",
              "api-clients/" + program.id() + "/keys",
              "application/json",
              key.privateJwk().toString())
          .expectProblem(400, "SP-API-KEY-PRIVATE");
      String secret = key.privateJwk().get("d").getAsString();
      for (String table : List.of("api_key", "api_client", "audit_event", "http_session")) {
        assertThat(
                Administrator.query(
                    demo,
                    "select count(*) from sallyport."
                        + table
                        + " t where t::text like '%"
                        + secret
                        + "%'"))
            .isEqualTo("0");
      }
      assertThat(
              Administrator.query(
                  demo, "select count(*) from sallyport.api_key where jwk::jsonb ? 'd'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aKeyThatIsTooWeakOrOfAnotherKindIsRefused(Browser browser) {
    Customer customer = Customer.registered(browser);
    JsonObject secret = new JsonObject();
    secret.addProperty("kty", "oct");
    JsonObject encrypting = SigningKey.p256().jwk();
    encrypting.addProperty("use", "enc");
    JsonObject off = SigningKey.p256().jwk();
    off.addProperty("y", off.get("x").getAsString());
    for (JsonObject wrong :
        List.of(
            secret,
            encrypting,
            off,
            new JsonObject(),
            SigningKey.ec("secp521r1", "ES512").jwk(),
            SigningKey.rsa(1024, "RS256").jwk())) {
      customer.api().post("api-clients", wish(wrong)).expectProblem(400, "SP-API-KEY-INVALID");
    }
    JsonObject good = SigningKey.p256().jwk();
    customer.api().post("api-clients", wish(good, good)).expectProblem(409, "SP-API-KEY-TAKEN");
    customer
        .api()
        .post("api-clients", Map.of("name", "x", "scopes", List.of(READ)))
        .expectProblem(400, "SP-API-CLIENT-INVALID")
        .naming("keys");
    customer
        .api()
        .post("api-clients", Map.of("name", "x", "scopes", List.of(), "keys", List.of(good)))
        .expectProblem(400, "SP-API-CLIENT-INVALID")
        .naming("scopes");
    customer
        .api()
        .post("api-clients", Map.of("name", "x", "scopes", List.of("all"), "keys", List.of(good)))
        .expectProblem(400, "SP-API-CLIENT-INVALID")
        .naming("scopes");
    customer
        .api()
        .post("api-clients", Map.of("name", " ", "scopes", List.of(READ), "keys", List.of(good)))
        .expectProblem(400, "SP-API-CLIENT-INVALID")
        .naming("name");
    assertThat(customer.api().get("api-clients").expect(200).body()).isEqualTo("[]");
  }

  private static Map<String, Object> wish(JsonObject... keys) {
    return Map.of("name", "Mistaken", "scopes", List.of(READ), "keys", List.of(keys));
  }

  @Test
  void aProgramSeesNothingOfAnotherTenantAndNobodyElseChangesIt(RunningDemo demo, Browser browser)
      throws Exception {
    Customer owner = Customer.connected(demo, browser);
    Customer stranger = Customer.registered(browser);
    Program program = Program.of(demo, stranger);
    assertThat(program.get(LIST, READ).expect(200).body()).isEqualTo("[]");
    String connection = "connections/" + owner.connection();
    program.get(connection, READ).expectProblem(404, "SP-CONNECTION-UNKNOWN");
    program
        .post(connection + "/verifications", Map.of(), "connections:test")
        .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    program
        .post(connection + "/requests", identity(), "requests:send")
        .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    // Its own question stands in its own tenant's trail, refused; nothing of the owner does.
    String activity = program.get("activity", "activity:read").expect(200).body();
    assertThat(JsonParser.parseString(activity).getAsJsonArray())
        .filteredOn(event -> event.toString().contains(owner.connection()))
        .extracting(JsonElement::getAsJsonObject)
        .allSatisfy(
            event -> {
              assertThat(event.get("action").getAsString()).isEqualTo("request.forward");
              assertThat(event.get("person").getAsString()).isEqualTo(program.id());
            })
        .extracting(event -> event.has("outcome") ? event.get("outcome").getAsString() : "intent")
        .containsExactly("SP-CONNECTION-UNKNOWN", "intent");
    assertThat(activity).doesNotContain(owner.account());
    assertThat(owner.api().get("activity").expect(200).body())
        .contains(owner.connection())
        .doesNotContain(program.id());

    assertThat(owner.api().get("api-clients").expect(200).body()).isEqualTo("[]");
    String client = "api-clients/" + program.id();
    for (String path : List.of(client, client + "/keys/" + program.key().kid())) {
      owner
          .api()
          .call("DELETE", path, "application/json", null)
          .expectProblem(404, "SP-API-CLIENT-UNKNOWN");
    }
    owner
        .api()
        .call("POST", client + "/keys", "application/json", SigningKey.p256().jwk().toString())
        .expectProblem(404, "SP-API-CLIENT-UNKNOWN");
    program.get(LIST, READ).expect(200);
  }

  @Test
  void aTokenAndACookieAreNeverMixed(RunningDemo demo, Browser browser) {
    Customer customer = Customer.registered(browser);
    Program program = Program.of(demo, customer, SigningKey.p256(), "connections:test");
    String cookies =
        customer.page().context().cookies().stream()
            .map(cookie -> cookie.name + "=" + cookie.value)
            .collect(Collectors.joining("; "));
    // What the person may do, the token may not.
    program
        .call("GET", LIST, null, program.token("connections:test"), "Cookie", cookies)
        .expectProblem(403, "SP-SCOPE-REFUSED");
    program
        .call("POST", "sealing-tickets", "{}", program.token("connections:test"), "Cookie", cookies)
        .expectProblem(403, "SP-SCOPE-REFUSED");
    program
        .call("GET", LIST, null, "worthless", "Cookie", cookies)
        .expectProblem(401, "SP-TOKEN-REFUSED");
    program
        .call(
            "GET",
            LIST,
            null,
            program.token("connections:test"),
            "Cookie",
            cookies,
            "Authorization",
            "Bearer x")
        .expectProblem(401, "SP-TOKEN-REFUSED");
    // The cookie alone: another site's page could send it, so the origin counts.
    program.call("GET", LIST, null, null, "Cookie", cookies).expect(200);
    program
        .call("POST", "sealing-tickets", "{}", null, "Cookie", cookies)
        .expectProblem(403, "SP-CSRF-REFUSED");
    program
        .call(
            "POST", "sealing-tickets", "{}", null, "Cookie", cookies, "Authorization", "Basic eDp5")
        .expectProblem(403, "SP-CSRF-REFUSED");
    customer.api().get(LIST).expect(200);
  }

  @Test
  void aProgramStaysWhenWhoLetItInGoes(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    Program program = Program.of(demo, customer);
    change(demo, replacedCreator(demo, program), "removed_at = now()");
    program.get(LIST, READ).expect(200);
  }

  /** Who let the program in, after somebody else has become an administrator too. */
  private static String replacedCreator(RunningDemo demo, Program program) throws Exception {
    String creator =
        Administrator.query(
            demo, "select created_by from sallyport.api_client where id = '" + program.id() + "'");
    Administrator.execute(
        demo,
        "insert into sallyport.person (id, tenant_id, display_name, roles)"
            + " select gen_random_uuid(), tenant_id, 'Successor', roles from sallyport.person"
            + " where id = '"
            + creator
            + "'");
    return creator;
  }

  private static void change(RunningDemo demo, String person, String what) throws Exception {
    Administrator.execute(
        demo, "update sallyport.person set " + what + " where id = '" + person + "'");
  }

  @Test
  void anAuditorSeesTheProgramsAndChangesNoneAndAUserDoesNotSeeThem(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    Program program = Program.of(demo, customer);
    String person = replacedCreator(demo, program);
    change(demo, person, "roles = array['tenant-auditor']");
    assertThat(customer.api().get("api-clients").expect(200).body()).contains(program.id());
    customer
        .api()
        .call("DELETE", "api-clients/" + program.id(), "application/json", null)
        .expectProblem(403, "SP-FORBIDDEN");
    page.navigate("/portal/api");
    assertThat(card(page)).containsText(program.key().kid());
    assertThat(page.locator("#add, .program button[value=remove], .rotate")).hasCount(0);
    browser.picture(page, "api-auditor");

    change(demo, person, "roles = array['tenant-user']");
    customer.api().get("api-clients").expectProblem(403, "SP-FORBIDDEN");
    page.navigate("/portal/connections");
    assertThat(page.getByText("API keys")).hasCount(0);
    page.navigate("/portal/api");
    customer.portal().expectProblem("SP-FORBIDDEN");
    program.get(LIST, READ).expect(200);
  }

  @Test
  void theDocumentIsThereForEverybody(RunningDemo demo) {
    Program nobody = Program.with(demo, UUID.randomUUID().toString(), SigningKey.p256());
    JsonObject document = nobody.call("GET", "openapi.json", null, null).expect(200).json();
    assertThat(document.get("openapi").getAsString()).startsWith("3.1");
    assertThat(document.getAsJsonObject("paths").keySet()).contains("/api/v1/connections");
  }

  @Test
  void anAdministratorLetsAProgramInChangesItsKeyAndRemovesIt(RunningDemo demo, Browser browser) {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    page.navigate("/portal/company");
    page.locator("main").getByText("API keys").click();
    page.waitForURL("**/portal/api");
    assertThat(page.locator(".empty")).containsText("No program is let in yet");
    browser.picture(page, "api-empty");

    SigningKey key = SigningKey.p256();
    page.locator("#name").fill("Nightly inventory");
    page.getByLabel("See connections").check();
    page.locator("#jwk").fill(key.privateJwk().toString());
    page.getByText("Let it in").click();
    customer.portal().expectProblem("SP-API-KEY-PRIVATE");
    assertThat(page.locator("#problem")).containsText("It was not sent");
    browser.picture(page, "api-private-key");
    page.locator("#jwk").fill("-----BEGIN PRIVATE KEY-----");
    page.getByText("Let it in").click();
    customer.portal().expectProblem("SP-API-KEY-PRIVATE");
    page.locator("#jwk").fill(key.jwk().toString());
    page.getByText("Let it in").click();
    assertThat(card(page)).containsText(key.kid());
    browser.picture(page, "api-one");
    String id = card(page).getAttribute("data-program");
    Program program = Program.with(demo, id, key);
    program.get(LIST, READ).expect(200);

    SigningKey next = SigningKey.ec("secp384r1", "ES384");
    card(page).getByText("Add a key").click();
    card(page).locator("textarea").fill(next.jwk().toString());
    card(page).getByText("Add this key").click();
    assertThat(card(page)).containsText(next.kid());
    browser.picture(page, "api-two-keys");
    card(page).locator("button[data-key='" + key.kid() + "']").click();
    assertThat(card(page)).not().containsText(key.kid());
    program.get(LIST, READ).expect(401);
    program.signingWith(next).get(LIST, READ).expect(200);

    card(page).locator("button[value=remove]").click();
    assertThat(card(page).locator(".sure")).isVisible();
    browser.picture(page, "api-removing");
    card(page).getByText("Keep it").click();
    assertThat(card(page).locator(".sure")).isHidden();
    card(page).locator("button[value=remove]").click();
    card(page).getByText("Remove for good").click();
    assertThat(page.locator(".empty")).isVisible();
    program.signingWith(next).get(LIST, READ).expect(401);
    page.navigate("/portal/activity");
    assertThat(page.locator("tbody")).containsText("Remove a program");
  }

  private static Locator card(Page page) {
    return page.locator(".program").first();
  }
}
