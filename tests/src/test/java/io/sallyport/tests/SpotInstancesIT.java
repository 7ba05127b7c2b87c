package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.portal.SigningKey;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Launching and terminating: shown before, asked for by somebody who is there, done once. */
@ExtendWith(Site.class)
class SpotInstancesIT {
  private static final List<String> RUNNING = List.of("see-instances", "run-spot-instances");
  private static final String IMAGE = "ami-0123456789abcdef0";

  private static Map<String, Object> question(String operation, Map<String, Object> parameters) {
    return Api.question("ec2", operation, Customer.REGION, parameters);
  }

  private static Map<String, Object> launch(Map<String, Object> more) {
    Map<String, Object> parameters =
        new HashMap<>(
            Map.of("ImageId", IMAGE, "InstanceType", "m5.large", "MinCount", 1, "MaxCount", 1));
    parameters.putAll(more);
    return question("RunInstances", parameters);
  }

  private static Map<String, Object> spot() {
    return launch(Map.of("InstanceMarketOptions", Map.of("MarketType", "spot")));
  }

  private static Map<String, Object> dry(Map<String, Object> question) {
    Map<String, Object> dry = new HashMap<>(question);
    dry.put("dryRun", true);
    return dry;
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static List<String> launched(Api.Answer answer) {
    return answer
        .expect(200)
        .json()
        .getAsJsonObject("result")
        .getAsJsonArray("Instances")
        .asList()
        .stream()
        .map(each -> each.getAsJsonObject().get("InstanceId").getAsString())
        .toList();
  }

  @Test
  void whoLaunchesSeesWhatWillBeDoneAndWhoTerminatesToo(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    Page page = customer.page();
    page.navigate("/portal/launch");
    page.locator("#region").selectOption(Customer.REGION);
    page.getByLabel("Image ID").fill("ami-wrong");
    page.getByLabel("How many").fill("2");
    page.getByLabel("At most").fill("0.09");
    page.getByLabel("Name").fill("Renderer");
    page.getByText("Show what will be done").click();
    assertThat(page.locator("#image-error")).isVisible();
    page.getByLabel("Image ID").fill(IMAGE);
    page.getByLabel("Subnet").fill("subnet-0123456789abcdef0");
    page.getByLabel("Security groups").fill("sg-01234567, sg-89abcdef");
    page.getByText("Show what will be done").click();
    assertThat(page.locator("#facts")).containsText("2 \u00d7 m5.large, Spot");
    assertThat(page.locator("#facts")).containsText("Request would have succeeded");
    assertThat(page.locator("#facts")).containsText(Customer.REGION + "a 0.0");
    assertThat(page.locator("#plan"))
        .containsText("subnet-0123456789abcdef0, sg-01234567, sg-89abcdef");
    browser.picture(page, "launch-plan");
    Assertions.assertThat(customer.instances()).isZero();

    // A plan is for what was shown, and for nothing else.
    page.getByLabel("How many").fill("1");
    assertThat(page.locator("#plan")).isHidden();
    page.getByLabel("Why").fill("Render the <last> scene");
    page.getByText("Show what will be done").click();
    page.locator("#go").click();
    assertThat(page.locator("#done")).containsText("i-");
    assertThat(page.locator("#far")).hasText("It runs.");
    browser.picture(page, "launched");

    page.navigate("/portal/instances");
    page.locator("#regions input[value=" + Customer.REGION + "]").check();
    page.getByText("List instances").click();
    Locator row = page.locator("#instances tbody tr");
    assertThat(row).containsText("Renderer");
    assertThat(row).containsText("running");
    row.getByText("Terminate").click();
    assertThat(page.locator("dialog")).containsText("Request would have succeeded");
    browser.picture(page, "terminate");
    page.locator("#keep").click();
    assertThat(row).containsText("running");
    // A connection that breaks may have brought it all the same: nobody is told that it did not.
    page.route("**/requests", Route::abort);
    row.getByText("Terminate").click();
    assertThat(page.locator("#problem")).containsText("It may have been done all the same");
    browser.picture(page, "unreachable");
    page.unroute("**/requests");
    // Whoever was away shows first that it is still them.
    Administrator.laterForEverybody(demo, "fresh_until");
    row.getByText("Terminate").click();
    page.getByLabel("Why").fill("It is rendered");
    page.locator("#end").click();
    assertThat(row).containsText("shutting-down");
    page.getByText("List instances").click();
    assertThat(row).containsText("terminated");
    assertThat(row).containsText("User initiated shutdown");
    browser.picture(page, "instance-ended");
    page.navigate("/portal/requests");
    Locator asked = page.locator("#requests tbody tr");
    assertThat(asked.filter(new Locator.FilterOptions().setHasText("TerminateInstances")).first())
        .containsText("It is rendered");
    Locator launched =
        asked.filter(new Locator.FilterOptions().setHasText("Render the <last> scene"));
    assertThat(launched).hasCount(2);
    assertThat(launched.filter(new Locator.FilterOptions().setHasText("Would be done")))
        .hasCount(1);
    browser.picture(page, "requests-with-reasons");
    Assertions.assertThat(
            customer.api().get("requests.csv?operation=TerminateInstances").expect(200).body())
        .contains(",,It is rendered,ok,", ",yes,,ok,");
    Map<String, Object> lines = new HashMap<>(spot());
    lines.put("reason", "one\ntwo");
    customer
        .api()
        .change(customer.connection(), lines, key())
        .expectProblem(400, "SP-PARAMETER-INVALID")
        .naming("reason");
  }

  @Test
  void nothingIsChangedWithoutTheCapabilityThePersonAndTheKey(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    Customer reading = Customer.connected(demo, browser);
    Api api = customer.api();
    String connection = customer.connection();
    api.post("connections/" + connection + "/requests", spot())
        .expectProblem(400, "SP-IDEMPOTENCY-KEY-REQUIRED");
    api.change(connection, spot(), "once").expectProblem(400, "SP-IDEMPOTENCY-KEY-REQUIRED");
    api.change(connection, launch(Map.of("ClientToken", "mine")), key())
        .expectProblem(400, "SP-PARAMETER-INVALID")
        .naming("parameters.ClientToken");
    // Not Spot: the role itself does not allow it.
    api.change(connection, launch(Map.of()), key()).expectProblem(403, "SP-AWS-ACCESS-DENIED");
    api.post("connections/" + connection + "/requests", dry(launch(Map.of())))
        .expectProblem(403, "SP-AWS-ACCESS-DENIED");
    reading
        .api()
        .change(reading.connection(), spot(), key())
        .expectProblem(403, "SP-CAPABILITY-MISSING");
    Map<String, Object> identity =
        Map.of("service", "sts", "operation", "GetCallerIdentity", "region", Customer.REGION);
    api.post("connections/" + connection + "/requests", dry(identity))
        .expectProblem(400, "SP-DRY-RUN-UNKNOWN");

    Program inventory =
        Program.of(demo, customer, SigningKey.p256(), "requests:send", "connections:read");
    inventory
        .post("connections/" + connection + "/requests", dry(spot()), "requests:send")
        .expect(200);
    inventory
        .post("connections/" + connection + "/requests", spot(), "requests:send")
        .expectProblem(403, "SP-SCOPE-REFUSED")
        .naming("scope");
    Administrator.laterForEverybody(demo, "fresh_until");
    api.change(connection, spot(), key()).expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
    Assertions.assertThat(customer.instances()).isZero();
  }

  @Test
  void whatIsAskedAgainUnderTheSameKeyIsDoneOnce(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, RUNNING);
    Program program = Program.of(demo, customer);
    String path = "connections/" + customer.connection() + "/requests";
    String scopes = "requests:send requests:write";
    String key = key();
    // AWS does it, and then fails to say so: the SDK asks again, and so does the customer.
    new SandboxControl(demo).fault(customer.account(), "RunInstances", "lost", 1);
    List<String> first = launched(program.post(path, spot(), scopes, "Idempotency-Key", key));
    List<String> again = launched(program.post(path, spot(), scopes, "Idempotency-Key", key));
    Assertions.assertThat(again).isEqualTo(first);
    Assertions.assertThat(customer.instances()).isOne();
    Map<String, Object> other =
        launch(
            Map.of(
                "InstanceType", "c5.large", "InstanceMarketOptions", Map.of("MarketType", "spot")));
    JsonObject mismatch =
        program
            .post(path, other, scopes, "Idempotency-Key", key)
            .expectProblem(422, "SP-AWS-REJECTED")
            .json();
    Assertions.assertThat(mismatch.getAsJsonObject("aws").get("code").getAsString())
        .isEqualTo("IdempotentParameterMismatch");
    Assertions.assertThat(launched(program.post(path, spot(), scopes, "Idempotency-Key", key())))
        .isNotEqualTo(first);
    Assertions.assertThat(customer.instances()).isEqualTo(2);
    Map<String, Object> end = question("TerminateInstances", Map.of("InstanceIds", first));
    String ending = key();
    program.post(path, end, scopes, "Idempotency-Key", ending).expect(200);
    program.post(path, end, scopes, "Idempotency-Key", ending).expect(200);
  }
}
