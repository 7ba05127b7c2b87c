package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asking for what one likes, waiting for it, and being content with an older answer. */
@ExtendWith(Site.class)
class AskingIT {
  private static final List<String> RUNNING = List.of("see-instances", "run-spot-instances");

  private static Map<String, Object> question(String operation, Map<String, Object> parameters) {
    return Api.question("ec2", operation, Customer.REGION, parameters);
  }

  private static Map<String, Object> of(String instance) {
    return Map.of("InstanceIds", List.of(instance));
  }

  private static String launch(Customer customer) {
    Map<String, Object> spot =
        question(
            "RunInstances",
            Map.of(
                "ImageId",
                "ami-0123456789abcdef0",
                "InstanceType",
                "m5.large",
                "MinCount",
                1,
                "MaxCount",
                1,
                "InstanceMarketOptions",
                Map.of("MarketType", "spot")));
    return customer
        .api()
        .change(customer.connection(), spot, UUID.randomUUID().toString())
        .expect(200)
        .json()
        .getAsJsonObject("result")
        .getAsJsonArray("Instances")
        .get(0)
        .getAsJsonObject()
        .get("InstanceId")
        .getAsString();
  }

  private static Api.Answer wait(Customer customer, String operation, Map<String, Object> of) {
    return customer
        .api()
        .post("connections/" + customer.connection() + "/requests/waits", question(operation, of));
  }

  @Test
  void whoWaitsSeesEachLookUntilItHasCome(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    String instance = launch(customer);
    JsonObject reached =
        JsonParser.parseString(
                wait(customer, "WaitUntilInstanceRunning", of(instance)).expect(200).body())
            .getAsJsonObject();
    Assertions.assertThat(reached.get("reached").getAsBoolean()).isTrue();
    Assertions.assertThat(reached.get("number").getAsInt()).isEqualTo(1);

    Page page = customer.page();
    startWaiting(page, customer.connection(), instance);
    page.waitForTimeout(1_000);
    customer
        .api()
        .change(
            customer.connection(),
            question("TerminateInstances", of(instance)),
            UUID.randomUUID().toString())
        .expect(200);
    String looks = (String) page.evaluate("() => window.waited");
    Assertions.assertThat(looks.split("\n")).hasSizeBetween(2, 3);
    Assertions.assertThat(looks).contains("\"reached\":false").contains("\"reached\":true");

    // What ended never runs; what is no wait is none; what AWS does not know, AWS says.
    wait(customer, "WaitUntilInstanceRunning", of(instance)).expectProblem(409, "SP-WAIT-FAILED");
    wait(customer, "DescribeInstances", Map.of()).expectProblem(400, "SP-WAIT-UNKNOWN");
    wait(customer, "WaitUntilInstanceRunning", of("nonsense"))
        .expectProblem(422, "SP-AWS-REJECTED");
    wait(customer, "WaitUntilInstanceRunning", Map.of("Instances", 1))
        .expectProblem(400, "SP-PARAMETER-UNKNOWN");
    JsonObject look =
        customer
            .api()
            .post(
                "connections/" + customer.connection() + "/requests",
                question("WaitUntilInstanceTerminated", of(instance)))
            .expect(200)
            .json();
    Assertions.assertThat(look.getAsJsonObject("result").get("Reached").getAsBoolean()).isTrue();
  }

  /** Until it has ended, while the page goes on. */
  private static void startWaiting(Page page, String connection, String instance) {
    page.evaluate(
        """
        ([connection, body]) => {
          window.waited = fetch(`/api/v1/connections/${connection}/requests/waits`,
            {method: 'POST', headers: {'Content-Type': 'application/json'}, body}).then(answer => answer.text());
        }""",
        List.of(
            connection, new Gson().toJson(question("WaitUntilInstanceTerminated", of(instance)))));
  }

  @Test
  void whoeverIsRemovedWaitsNoLonger(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    String instance = launch(customer);
    Customer colleague = Customer.joined(browser, customer.invite("Colleague", "tenant-user"));
    startWaiting(colleague.page(), customer.connection(), instance);
    colleague.page().waitForTimeout(1_000);
    String id =
        JsonParser.parseString(customer.api().get("team").expect(200).body())
            .getAsJsonArray()
            .asList()
            .stream()
            .map(each -> each.getAsJsonObject())
            .filter(each -> each.get("name").getAsString().equals("Colleague"))
            .map(each -> each.get("id").getAsString())
            .findFirst()
            .orElseThrow();
    customer.api().call("DELETE", "team/" + id, "application/json", null).expect(204);
    String looks = (String) colleague.page().evaluate("() => window.waited");
    Assertions.assertThat(looks.split("\n")).hasSize(2);
    Assertions.assertThat(looks).contains("\"reached\":false", "SP-FORBIDDEN");
  }

  @Test
  void anOlderAnswerIsGivenToWhoeverSaysThatItWillDo(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    String first = asked(customer, 60);
    Assertions.assertThat(asked(customer, 60)).isEqualTo(first);
    Assertions.assertThat(asked(customer, 0)).isNotEqualTo(first);
    Assertions.assertThat(asked(customer, 60)).as("0 keeps nothing").isEqualTo(first);
    Assertions.assertThat(customer.api().get("activity").expect(200).body())
        .contains("\\\"from\\\":\\\"memory\\\"");
    Map<String, Object> write = new HashMap<>(question("TerminateInstances", Map.of()));
    write.put("maxAge", 60);
    customer
        .api()
        .change(customer.connection(), write, UUID.randomUUID().toString())
        .expectProblem(400, "SP-PARAMETER-INVALID")
        .naming("maxAge");
    Map<String, Object> old = new HashMap<>(question("DescribeInstances", Map.of()));
    old.put("maxAge", 301);
    customer
        .api()
        .post("connections/" + customer.connection() + "/requests", old)
        .expectProblem(400, "SP-PARAMETER-INVALID")
        .naming("maxAge");
  }

  /** AWS's id of the request that the answer is from. */
  private static String asked(Customer customer, int maxAge) {
    Map<String, Object> question = new HashMap<>(question("DescribeInstances", Map.of()));
    question.put("maxAge", maxAge);
    return customer
        .api()
        .post("connections/" + customer.connection() + "/requests", question)
        .expect(200)
        .json()
        .get("awsRequestId")
        .getAsString();
  }

  @Test
  void peopleAskForAnythingThatTheConnectionIsForAndOnceMore(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    Page page = customer.page();
    page.navigate("/portal/ask");
    assertThat(page.locator("#send")).isEnabled();
    assertThat(page.locator("#problem")).hasText("");
    page.getByLabel("Operation").selectOption("ec2.DescribeRegions");
    page.locator("#region").selectOption(Customer.REGION);
    page.locator("#parameters").fill("{\"RegionNames\": [\"eu-central-1\"");
    page.locator("#send").click();
    assertThat(page.locator("#parameters-error")).containsText("no JSON");
    page.locator("#parameters").fill("{\"RegionNames\": [\"eu-central-1\"]}");
    page.locator("#send").click();
    assertThat(page.locator("#answer")).containsText("\"RegionName\": \"eu-central-1\"");
    browser.picture(page, "ask");

    page.navigate("/portal/requests");
    page.getByText("Again").first().click();
    page.waitForURL("**/portal/ask?*");
    assertThat(page.getByLabel("Operation")).hasValue("ec2.DescribeRegions");
    assertThat(page.locator("#region")).hasValue(Customer.REGION);
    assertThat(page.locator("#parameters"))
        .hasValue(Pattern.compile("RegionNames[^a-z]+eu-central-1"));
    // Another tab knows nothing of them: they are kept nowhere else.
    Page elsewhere = page.context().newPage();
    elsewhere.navigate(page.url());
    assertThat(elsewhere.locator("#parameters")).hasValue("{}");
    elsewhere.close();
    // Nothing is asked of another account because the one of the address is not there.
    page.navigate("/portal/ask?connection=" + UUID.randomUUID() + "&service=ec2&operation=X");
    assertThat(page.locator("#problem")).containsText("This connection cannot be used now");
    page.navigate(
        "/portal/ask?connection=" + customer.connection() + "&service=s3&operation=GetObject");
    assertThat(page.locator("#problem")).containsText("was not made for that operation");
    // What changes something is rehearsed here, and never done.
    page.locator("#region").selectOption(Customer.REGION);
    page.getByLabel("Operation").selectOption("ec2.RunInstances");
    assertThat(page.locator("#rehearsed")).isVisible();
    page.locator("#parameters")
        .fill(
            "{\"ImageId\": \"ami-0123456789abcdef0\", \"InstanceType\": \"m5.large\","
                + " \"MinCount\": 1, \"MaxCount\": 1,"
                + " \"InstanceMarketOptions\": {\"MarketType\": \"spot\"}}");
    page.locator("#send").click();
    assertThat(page.locator("#answer")).containsText("\"DryRun\": true");
    page.locator("#parameters").fill("{\"ImageID\": 1}");
    page.locator("#send").click();
    customer.portal().expectProblem("SP-PARAMETER-UNKNOWN");
    assertThat(page.locator("#problem")).containsText("There is no parameters.ImageID");
  }

  @Test
  void whoAskedCanBreakItOffAndNobodyElseButAnAdministrator(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    Customer colleague = Customer.joined(browser, customer.invite("Colleague", "tenant-user"));
    Customer stranger = Customer.registered(browser);
    SandboxControl aws = new SandboxControl(demo);
    customer.ask();

    // On the page that asks.
    aws.slowDown(customer.account(), 1);
    Page page = customer.page();
    page.navigate("/portal/ask");
    page.getByLabel("Operation").selectOption("ec2.DescribeInstances");
    page.locator("#region").selectOption(Customer.REGION);
    page.locator("#parameters").fill("{\"MaxResults\": 100}");
    page.locator("#send").click();
    Page other = page.context().newPage();
    Api api = new Api(other);
    other.navigate("/portal/requests");
    assertThat(other.locator("#running-list")).containsText("ec2 DescribeInstances");
    browser.picture(other, "requests-running");
    String id = api.awaitRunning();
    for (Api each : List.of(colleague.api(), stranger.api())) {
      Assertions.assertThat(each.get("running-requests").expect(200).body()).isEqualTo("[]");
      each.breakOff(id).expectProblem(404, "SP-REQUEST-NOT-RUNNING");
    }
    browser.picture(page, "ask-under-way");
    page.locator("#stop").click();
    customer.portal().expectProblem("SP-REQUEST-CANCELLED");
    assertThat(page.locator("#stop")).isHidden();
    // It can be asked once more, with what it was asked with.
    page.navigate("/portal/requests");
    page.getByText("Again").first().click();
    page.waitForURL("**/portal/ask?*request=" + id);
    assertThat(page.locator("#parameters")).hasValue(Pattern.compile("MaxResults"));
    api.breakOff(id).expectProblem(404, "SP-REQUEST-NOT-RUNNING");
    api.breakOff("nothing").expectProblem(404, "SP-REQUEST-NOT-RUNNING");
    other.navigate("/portal/activity");
    assertThat(other.locator("main")).containsText("Break off a request to AWS");

    // What a program asked, and what AWS does although nobody waits for it: it is done once.
    aws.fault(customer.account(), "RunInstances", "slow", 1);
    Program program = Program.of(demo, customer);
    String path = "connections/" + customer.connection() + "/requests";
    String scopes = "requests:send requests:write";
    String key = UUID.randomUUID().toString();
    Map<String, Object> launch = Api.launch(Customer.REGION);
    CompletableFuture<Api.Answer> launching =
        CompletableFuture.supplyAsync(
            () -> program.post(path, launch, scopes, "Idempotency-Key", key));
    String theirs = api.awaitRunning();
    Assertions.assertThat(program.get("running-requests", "requests:send").expect(200).body())
        .contains(theirs, "\"mine\":true");
    Thread.sleep(1_000);
    other.navigate("/portal/requests");
    other.getByLabel("Break off: ec2 RunInstances").click();
    launching.get(20, TimeUnit.SECONDS).expectProblem(409, "SP-REQUEST-CANCELLED");
    Waiting.until(() -> customer.instances() == 1, Duration.ofSeconds(30));
    program.post(path, launch, scopes, "Idempotency-Key", key).expect(200);
    Assertions.assertThat(customer.instances()).isEqualTo(1);
  }
}
