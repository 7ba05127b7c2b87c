package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.tests.portal.Customer.context;
import static io.sallyport.tests.portal.Customer.key;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused, with which code, and that nothing is stored or lost by it. */
@ExtendWith(Site.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
  private static final Portal.Account ACCOUNT = Customer.details("510000000000");

  private Customer customer;

  private Customer connected(RunningDemo demo, Browser browser) throws Exception {
    if (customer == null) {
      customer = Customer.connected(demo, browser);
    }
    return customer;
  }

  @Test
  void aMalformedEnvelopeIsRefusedAndItsTicketStaysGood(Browser browser) {
    Api api = Customer.registered(browser).api();
    JsonObject leave = api.leave(null);
    String good = api.seal(ACCOUNT, context(leave), key(leave));
    for (String bad : List.of("", "a.b.c", good + ".e", good.substring(1), good + "=")) {
      api.store("Alias", leave, bad).expectProblem(400, "SP-ENVELOPE-MALFORMED");
    }
    api.store("Alias", leave, good).expect(201);
  }

  @Test
  void anOversizedEnvelopeAndAnOversizedRequestAreRefused(Browser browser) {
    Api api = Customer.registered(browser).api();
    JsonObject leave = api.leave(null);
    api.store("Alias", leave, "a".repeat(256 * 1024 + 1))
        .expectProblem(413, "SP-ENVELOPE-TOO-LARGE");
    api.store("Alias", leave, "a".repeat(600 * 1024)).expectProblem(413, "SP-REQUEST-TOO-LARGE");
  }

  @Test
  void anEnvelopeForAnotherKeyOrAnotherRecordIsRefused(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Api api = somebody.api();
    JsonObject leave = api.leave(null);
    JsonObject foreign =
        new Gson()
            .fromJson(
                (String)
                    somebody
                        .page()
                        .evaluate(
                            """
                            async () => {
                              const pair = await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-384'}, true, ['deriveBits']);
                              const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
                              jwk.kid = await (await import('/assets/seal.js')).thumbprint(jwk);
                              return JSON.stringify(jwk);
                            }"""),
                JsonObject.class);
    api.store("Alias", leave, api.seal(ACCOUNT, context(leave), foreign))
        .expectProblem(422, "SP-ENVELOPE-KEY-UNKNOWN");
    JsonObject other = api.leave(null);
    api.store("Alias", leave, api.seal(ACCOUNT, context(other), key(other)))
        .expectProblem(422, "SP-ENVELOPE-CONTEXT-WRONG");
  }

  @Test
  void anotherTenantsTicketIsRefused(Browser browser) {
    Api owner = Customer.registered(browser).api();
    Api thief = Customer.registered(browser).api();
    JsonObject leave = owner.leave(null);
    String envelope = owner.seal(ACCOUNT, context(leave), key(leave));
    thief.store("Alias", leave, envelope).expectProblem(409, "SP-TICKET-REFUSED");
    owner.store("Alias", leave, envelope).expect(201);
  }

  @Test
  void aReplayedEnvelopeIsRefusedAlsoAHundredTimesAtOnce(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Api api = somebody.api();
    JsonObject leave = api.leave(null);
    String body =
        new Gson()
            .toJson(
                Map.of(
                    "alias", "Alias",
                    "ticket", context(leave).get("ticket").getAsString(),
                    "envelope", api.seal(ACCOUNT, context(leave), key(leave)),
                    "capabilities", List.of("see-instances")));
    Object statuses =
        somebody
            .page()
            .evaluate(
                """
                async body => (await Promise.all(Array.from({length: 100}, () => fetch('/api/v1/envelopes',
                  {method: 'POST', headers: {'Content-Type': 'application/json'}, body})))).map(answer => answer.status)""",
                body);
    List<Object> all = new ArrayList<>((List<?>) statuses);
    Assertions.assertThat(all).hasSize(100);
    Assertions.assertThat(all).filteredOn(status -> status.equals(201)).hasSize(1);
    Assertions.assertThat(all).filteredOn(status -> !status.equals(201)).containsOnly(409);
    // Whoever seals and does not test finds it in the list all the same.
    somebody.page().navigate("/portal/connections");
    assertThat(somebody.page().locator("[data-label='Last test']")).hasText("Never");
    assertThat(somebody.page().locator("footer")).isVisible();
  }

  @Test
  void sealingAgainMakesANewUntestedVersionAndAnOlderLeaveIsRefused(
      RunningDemo demo, Browser browser) throws Exception {
    Customer somebody = Customer.connected(demo, browser);
    Api api = somebody.api();
    Portal.Account details = Customer.details(somebody.account());
    JsonObject first = api.leave(somebody.connection());
    JsonObject second = api.leave(somebody.connection());
    api.store("ignored", second, api.seal(details, context(second), key(second))).expect(201);
    api.store("ignored", first, api.seal(details, context(first), key(first)))
        .expectProblem(409, "SP-TICKET-REFUSED");
    JsonObject now = api.get("connections/" + somebody.connection()).expect(200).json();
    Assertions.assertThat(now.get("version").getAsInt()).isEqualTo(2);
    Assertions.assertThat(now.get("state").getAsString()).isEqualTo("UNTESTED");
    Assertions.assertThat(now.get("alias").getAsString()).isEqualTo(Customer.ALIAS);
    somebody.page().navigate("/portal/connection?id=" + somebody.connection());
    somebody.portal().test().expectState("Verified");
  }

  @Test
  void anAliasIsCheckedAndTakenOnce(Browser browser) {
    Api api = Customer.registered(browser).api();
    JsonObject first = api.leave(null);
    String envelope = api.seal(ACCOUNT, context(first), key(first));
    api.store("<script>", first, envelope).expectProblem(400, "SP-ALIAS-INVALID").naming("alias");
    api.store("Mine", first, envelope).expect(201);
    JsonObject second = api.leave(null);
    api.store("mine", second, api.seal(ACCOUNT, context(second), key(second)))
        .expectProblem(409, "SP-ALIAS-TAKEN");
  }

  @Test
  void aFormWithoutScriptCannotBeSentAndHoldsNothingThatCouldBe(RunningDemo demo, Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page =
        browser.newPerson(
            new NewContextOptions()
                .setJavaScriptEnabled(false)
                .setStorageState(somebody.page().context().storageState()));
    page.navigate("/portal/connect");
    assertThat(page.locator("#account button[type=submit]")).isDisabled();
    assertThat(page.locator(".without-script").last()).isVisible();
    assertThat(page.locator("#account [name]")).hasCount(0);
    browser.picture(page, "connect-without-script");
  }

  @Test
  void whatIsTypedWronglyIsSaidAtItsFieldAndNothingIsSent(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page = somebody.page();
    page.navigate("/portal/connect");
    page.onRequest(
        request -> {
          if (request.url().contains("/api/")) {
            throw new AssertionError("sent: " + request.url());
          }
        });
    page.getByText("Seal and store").click();
    assertThat(page.locator(".error")).hasCount(4);
    page.getByLabel("Alias").fill("Fine");
    somebody
        .portal()
        .fill(
            new Portal.Account(
                "510000000000", "arn:aws:iam::999999999999:role/X", List.of("us-east-1"), ""));
    page.getByText("Seal and store").click();
    assertThat(page.locator(".error")).containsText("another account");
    browser.picture(page, "connect-errors");
  }

  @Test
  void anUnknownServiceOperationRegionOrParameterIsNamed(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = connected(demo, browser);
    Api api = customer.api();
    String id = customer.connection();
    api.request(id, "sqs", "ListQueues", Customer.REGION, Map.of())
        .expectProblem(400, "SP-SERVICE-UNKNOWN")
        .naming("service");
    api.request(id, "ec2", "StopInstances", Customer.REGION, Map.of())
        .expectProblem(400, "SP-OPERATION-UNKNOWN")
        .naming("operation");
    api.request(id, "ec2", "DescribeInstances", "eu-nowhere-1", Map.of())
        .expectProblem(400, "SP-REGION-UNKNOWN")
        .naming("region");
    api.request(id, "ec2", "DescribeInstances", "us-west-2", Map.of())
        .expectProblem(403, "SP-REGION-NOT-SEALED")
        .naming("region");
    api.request(
            id,
            "ec2",
            "DescribeInstances",
            Customer.REGION,
            Map.of("Filters", List.of(Map.of("Nmae", "x"))))
        .expectProblem(400, "SP-PARAMETER-UNKNOWN")
        .naming("parameters.Filters[0].Nmae");
    api.request(id, "ec2", "DescribeInstances", Customer.REGION, Map.of("MaxResults", "many"))
        .expectProblem(400, "SP-PARAMETER-INVALID")
        .naming("parameters.MaxResults");
  }

  @Test
  void everyAllowedOperationIsForwarded(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = connected(demo, browser);
    Api api = customer.api();
    String id = customer.connection();
    Assertions.assertThat(
            api.request(id, "sts", "GetCallerIdentity", Customer.REGION, Map.of())
                .expect(200)
                .body())
        .contains(customer.account());
    Assertions.assertThat(
            api.request(id, "ec2", "DescribeRegions", Customer.REGION, Map.of()).expect(200).body())
        .contains("eu-central-1");
    Assertions.assertThat(
            api.request(
                    id,
                    "ec2",
                    "DescribeSpotPriceHistory",
                    Customer.REGION,
                    Map.of("InstanceTypes", List.of("t3.micro"), "MaxResults", 5))
                .expect(200)
                .body())
        .contains("SpotPrice");
    api.request(id, "ec2", "DescribeInstances", Customer.REGION, Map.of()).expect(200);
  }

  @Test
  void allPagesComeAsLinesAndWhatGoesWrongIsTheLast(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = connected(demo, browser);
    String path = "connections/" + customer.connection() + "/requests/pages";
    Map<String, Object> prices =
        Map.of(
            "service",
            "ec2",
            "operation",
            "DescribeSpotPriceHistory",
            "region",
            Customer.REGION,
            "parameters",
            Map.of(
                "InstanceTypes", List.of("t3.micro"),
                "ProductDescriptions", List.of("Linux/UNIX"),
                "StartTime", Instant.now().minus(Duration.ofDays(2)).toString(),
                "MaxResults", 5));
    String[] lines = customer.api().post(path, prices).expect(200).body().split("\n");
    Assertions.assertThat(lines.length).isGreaterThan(3);
    int found = 0;
    for (String line : lines) {
      JsonObject page = JsonParser.parseString(line).getAsJsonObject();
      found += page.getAsJsonObject("result").getAsJsonArray("SpotPriceHistory").size();
      Assertions.assertThat(page.get("requestId").getAsString()).isNotEmpty();
    }
    // Three zones, a price every six hours, and the one that held at the beginning.
    Assertions.assertThat(found).isBetween(24, 30);
    customer
        .api()
        .post(path, Map.of("service", "sqs", "operation", "ListQueues", "region", "eu-central-1"))
        .expectProblem(400, "SP-SERVICE-UNKNOWN");
    new SandboxControl(demo).breakAfter(customer.account(), "DescribeSpotPriceHistory", 2);
    lines = customer.api().post(path, prices).expect(200).body().split("\n");
    Assertions.assertThat(lines).hasSize(3);
    Assertions.assertThat(lines[2]).contains("\"SP-AWS-UNAVAILABLE\"");
  }

  @Test
  void anUntestedOrUnknownOrForeignConnectionIsNotUsed(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = connected(demo, browser);
    Api stranger = Customer.registered(browser).api();
    for (String id : List.of(customer.connection(), "not-an-id")) {
      stranger
          .request(id, "sts", "GetCallerIdentity", Customer.REGION, Map.of())
          .expectProblem(404, "SP-CONNECTION-UNKNOWN");
      stranger.get("connections/" + id).expectProblem(404, "SP-CONNECTION-UNKNOWN");
      stranger
          .post("connections/" + id + "/verifications", "")
          .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    }
    JsonObject leave = stranger.leave(null);
    String untested =
        stranger
            .store("New", leave, stranger.seal(ACCOUNT, context(leave), key(leave)))
            .expect(201)
            .json()
            .get("connection")
            .getAsString();
    stranger
        .request(untested, "sts", "GetCallerIdentity", Customer.REGION, Map.of())
        .expectProblem(409, "SP-CONNECTION-NOT-VERIFIED");
  }

  @Test
  void anUnsafeRoleIsMarkedAndNotUsedAndATypedAccountThatDiffersIsFound(
      RunningDemo demo, Browser browser) throws Exception {
    Customer somebody = Customer.registered(browser);
    Api api = somebody.api();
    JsonObject leave = api.leave(null);
    Portal.Account unsafe =
        new Portal.Account(
            demo.facts().sampleAccount().accountId(),
            demo.facts().sampleAccount().unsafeRole(),
            List.of(Customer.REGION),
            "");
    String id =
        api.store("Unsafe", leave, api.seal(unsafe, context(leave), key(leave)))
            .expect(201)
            .json()
            .get("connection")
            .getAsString();
    JsonObject tested = api.post("connections/" + id + "/verifications", "").expect(200).json();
    Assertions.assertThat(tested.get("state").getAsString()).isEqualTo("UNSAFE");
    Assertions.assertThat(tested.toString()).contains("SP-CHECK-LET-IN");
    api.request(id, "sts", "GetCallerIdentity", Customer.REGION, Map.of())
        .expectProblem(409, "SP-CONNECTION-UNSAFE");

    Customer customer = connected(demo, browser);
    JsonObject again = customer.api().leave(null);
    Portal.Account typo =
        new Portal.Account(
            "111122223333",
            Customer.details(customer.account()).roleArn(),
            List.of(Customer.REGION),
            "");
    String wrong =
        customer
            .api()
            .store("Typo", again, customer.api().seal(typo, context(again), key(again)))
            .expect(201)
            .json()
            .get("connection")
            .getAsString();
    JsonObject found =
        customer.api().post("connections/" + wrong + "/verifications", "").expect(200).json();
    Assertions.assertThat(found.get("state").getAsString()).isEqualTo("BROKEN");
    Assertions.assertThat(found.toString()).contains("SP-CHECK-ACCOUNT-DIFFERS");
  }

  @Test
  void throttlingIsToldWithAwssOwnWords(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl sandbox = new SandboxControl(demo);
    sandbox.throttleEntering(customer.account(), 20);
    Api.Answer throttled =
        customer
            .api()
            .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
            .expectProblem(429, "SP-AWS-THROTTLED");
    Assertions.assertThat(throttled.json().getAsJsonObject("aws").get("code").getAsString())
        .containsIgnoringCase("thrott");
  }

  @Test
  void aClosedAccountIsToldWithAwssOwnWords(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    new SandboxControl(demo).close(customer.account());
    Api.Answer closed =
        customer
            .api()
            .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
            .expectProblem(409, "SP-AWS-ACCOUNT-UNAVAILABLE");
    Assertions.assertThat(closed.json().getAsJsonObject("aws").get("code").getAsString())
        .isEqualTo("AccessDenied");
    customer.portal().listInstances(Customer.ALIAS, Customer.REGION);
    customer.portal().expectProblem("SP-AWS-ACCOUNT-UNAVAILABLE");
    browser.picture(customer.page(), "instances-account-closed");
  }

  @Test
  void whatIsNotAskedProperlyIsRefusedAsAProblem(Browser browser) {
    Api api = Customer.registered(browser).api();
    api.call("POST", "sealing-tickets", "application/json", "{\"connection\":")
        .expectProblem(400, "SP-REQUEST-MALFORMED");
    api.call("POST", "sealing-tickets", "text/plain", "x")
        .expectProblem(415, "SP-MEDIA-TYPE-UNSUPPORTED");
    api.call("DELETE", "connections", "application/json", null)
        .expectProblem(405, "SP-METHOD-NOT-ALLOWED");
    api.get("nothing-here").expectProblem(404, "SP-NOT-FOUND");
    api.post("auth/registration/options", Map.of("company", " ", "person", "P"))
        .expectProblem(400, "SP-REGISTRATION-INVALID")
        .naming("company");
    api.post("auth/sign-in", Map.of("id", "x")).expectProblem(401, "SP-PASSKEY-REFUSED");
    api.post("auth/sign-in/options", Map.of()).expect(200);
    api.post("auth/sign-in", Map.of("id", "x")).expectProblem(401, "SP-PASSKEY-REFUSED");
  }

  @Test
  void nobodyGetsInWithoutSigningInAndNoOtherSiteCanSendForSomebody(RunningDemo demo)
      throws Exception {
    HttpClient http = HttpClient.newBuilder().sslContext(SandboxControl.trusting(demo)).build();
    String api = demo.settings().portalUrl() + "/api/v1/";
    HttpResponse<String> list =
        http.send(
            HttpRequest.newBuilder(URI.create(api + "connections")).build(),
            HttpResponse.BodyHandlers.ofString());
    Assertions.assertThat(list.statusCode()).isEqualTo(401);
    Assertions.assertThat(list.body()).contains("SP-SIGN-IN-REQUIRED");
    // Or a browser would ask for a password in a dialog of its own.
    Assertions.assertThat(list.headers().firstValue("WWW-Authenticate")).isEmpty();
    for (String origin :
        List.of("https://evil.example", "null", demo.facts().sandbox().endpoint())) {
      HttpResponse<String> foreign =
          http.send(
              HttpRequest.newBuilder(URI.create(api + "auth/sign-in/options"))
                  .header("Origin", origin)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      Assertions.assertThat(foreign.statusCode()).isEqualTo(403);
      Assertions.assertThat(foreign.body()).contains("SP-CSRF-REFUSED");
    }
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(demo.settings().portalUrl() + "/portal/activity"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Assertions.assertThat(page.statusCode()).isEqualTo(302);
    Assertions.assertThat(page.headers().firstValue("location").orElseThrow())
        .endsWith("/sign-in?next=%2Fportal%2Factivity");
  }
}
