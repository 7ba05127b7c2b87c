package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection is made for what was chosen, and for nothing else. */
@ExtendWith(Site.class)
class CapabilitiesIT {
  private static final String ALL = "?capability=see-instances&capability=see-spot-prices";

  private static Api.Answer ask(Api api, String connection, String operation) {
    return api.request(connection, "ec2", operation, Customer.REGION, Map.of());
  }

  /** The script for a role of another name, so that tests do not meet in one account. */
  private static String script(Api api, String query, String role) {
    return api.get("role-template" + query + "&form=cli")
        .expect(200)
        .body()
        .replace("SallyportAccess", role);
  }

  @Test
  void theWizardMakesTheRoleForWhatIsTickedAndNothingElseIsForwarded(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    page.navigate("/portal/connect");
    assertThat(page.locator("#permission-policy")).containsText("ec2:DescribeInstances");
    page.getByLabel("Account ID").fill("typed before");
    page.locator("#capabilities input[value=see-instances]").uncheck();
    page.waitForURL("**/portal/connect?capability=see-spot-prices*");
    assertThat(page.getByLabel("Account ID")).hasValue("typed before");
    page.locator("#capabilities input[value=see-spot-prices]").click();
    assertThat(page.locator("#last-capability")).isVisible();
    assertThat(page.locator("#capabilities input[value=see-spot-prices]")).isChecked();
    assertThat(page.locator("#permission-policy")).not().containsText("ec2:DescribeInstances");
    assertThat(page.locator("#permission-policy")).containsText("ec2:DescribeSpotPriceHistory");
    browser.picture(page, "connect-capabilities");
    page.getByText("With the AWS command line").click();
    Download script = page.waitForDownload(() -> page.locator("#commands").click());
    String role = "Prices-" + UUID.randomUUID();
    String text = Files.readString(script.path()).replace("SallyportAccess", role);
    String arn = AwsCli.script(demo, text).strip();
    Assertions.assertThat(arn).endsWith(":role/" + role);
    // A second time it changes what is there.
    Assertions.assertThat(AwsCli.script(demo, text).strip()).isEqualTo(arn);

    page.getByLabel("Alias").fill("Prices");
    customer
        .portal()
        .fill(
            new Portal.Account(
                demo.facts().sampleAccount().accountId(), arn, List.of(Customer.REGION), ""));
    page.getByText("Seal and store").click();
    page.waitForURL("**/portal/connection?id=*");
    customer.portal().expectState("Verified");
    assertThat(page.locator(".checks"))
        .containsText("The role allows ec2:DescribeSpotPriceHistory");
    assertThat(page.locator(".checks")).not().containsText("ec2:DescribeInstances");
    assertThat(page.locator(".facts")).containsText("See Spot prices");
    browser.picture(page, "connection-permissions");
    String connection = customer.portal().connectionId();
    ask(customer.api(), connection, "DescribeSpotPriceHistory").expect(200);
    ask(customer.api(), connection, "DescribeInstances")
        .expectProblem(403, "SP-CAPABILITY-MISSING")
        .naming("operation");
    page.navigate("/portal/instances");
    assertThat(page.locator("main")).containsText("No connection can be used yet");

    page.navigate("/portal/spot");
    page.getByLabel("Region").selectOption(Customer.REGION);
    page.getByLabel("Instance type").fill("m5.large");
    page.getByText("Show prices").click();
    assertThat(page.locator(".prices tbody tr")).hasCount(3);
    assertThat(page.locator(".chart polyline")).hasCount(3);
    browser.picture(page, "spot-prices");
    page.getByLabel("Instance type").fill("nonsense");
    page.getByText("Show prices").click();
    customer.portal().expectProblem("SP-PARAMETER-INVALID");

    // Sealed again, it is for more; the role is not yet.
    page.navigate("/portal/connect?id=" + connection);
    assertThat(page.locator("#capabilities input:checked")).hasCount(1);
    page.locator("#capabilities input[value=see-instances]").check();
    page.waitForURL("**capability=see-instances*");
    assertThat(page.locator("#permission-policy")).containsText("ec2:DescribeInstances");
    customer
        .portal()
        .fill(
            new Portal.Account(
                demo.facts().sampleAccount().accountId(), arn, List.of(Customer.REGION), ""));
    page.getByText("Seal and store").click();
    page.waitForURL("**/portal/connection?id=*");
    customer.portal().expectState("Not as agreed");
    assertThat(page.locator(".checks .failed"))
        .containsText("The role allows ec2:DescribeInstances");
    assertThat(page.locator(".checks .failed")).containsText("SP-CHECK-NOT-ALLOWED");
    browser.picture(page, "connection-degraded");
    ask(customer.api(), connection, "DescribeSpotPriceHistory").expect(200);
    ask(customer.api(), connection, "DescribeInstances").expectProblem(403, "SP-AWS-ACCESS-DENIED");
    AwsCli.script(demo, script(customer.api(), ALL, role));
    customer.portal().test().expectState("Verified");
    ask(customer.api(), connection, "DescribeInstances").expect(200);
  }

  @Test
  void everyWayToMakeTheRoleFollowsWhatIsTicked(RunningDemo demo, Browser browser)
      throws Exception {
    String template = "https://vendor.s3.amazonaws.com/role.json";
    Site.webNode(demo, node -> node.with("sallyport.quick-create.template-url", template));
    try {
      Page page = Customer.registered(browser).page();
      page.navigate("/portal/connect");
      page.locator("#capabilities input[value=run-spot-instances]").check();
      page.locator("#capabilities input[value=see-instances]").uncheck();
      page.waitForURL("**capability=run-spot-instances*");
      String address = page.url();
      assertThat(page.locator("#link")).hasText(address);
      assertThat(page.locator("#permission-policy")).containsText("ec2:RunInstances");
      List<String> ways = List.of("template", "terraform", "commands", "stack-set", "quick-create");
      List<String> ticked = addresses(page, ways);
      Assertions.assertThat(ticked).allMatch(way -> !way.isEmpty());
      Assertions.assertThat(ticked.get(4))
          .contains("templateURL=https%3A%2F%2Fvendor.s3", "&param_ExternalId=")
          .contains("&param_RunSpotInstances=yes", "&param_SeeInstances=no");
      // Whoever is sent that address gets the same role.
      page.navigate("/portal/connections");
      page.navigate(address);
      Assertions.assertThat(addresses(page, ways)).isEqualTo(ticked);
      assertThat(page.locator("#link")).hasText(address);

      // Left and come back to: what may be readable is in the address, and nothing else is kept.
      page.getByLabel("Alias").fill("Prices & more");
      page.getByLabel("Account ID").fill("123456789012");
      page.waitForURL("**alias=Prices*");
      String left = page.locator("#link").textContent();
      page.context().clearCookies();
      page.navigate(left);
      page.waitForURL("**/sign-in?next=*");
      page.getByText("Sign in with a passkey").click();
      page.waitForURL("**/portal/connect?*");
      assertThat(page.getByLabel("Alias")).hasValue("Prices & more");
      assertThat(page.locator("#capabilities input[value=run-spot-instances]")).isChecked();
      assertThat(page.getByLabel("Account ID")).hasValue("");
      assertThat(page.locator("#link")).hasText(left);
    } finally {
      Site.webNode(demo, node -> node.without("sallyport.quick-create.template-url"));
    }
  }

  private static List<String> addresses(Page page, List<String> links) {
    return links.stream().map(id -> page.locator("#" + id).getAttribute("href")).toList();
  }

  @Test
  void everyFormOfTheTemplateSaysTheSame(Browser browser) {
    Api api = Customer.registered(browser).api();
    for (String query : List.of("?capability=see-spot-prices", ALL)) {
      JsonObject stack = json(api, query + "&form=cloudformation");
      JsonObject properties =
          stack
              .getAsJsonObject("Resources")
              .getAsJsonObject("SallyportRole")
              .getAsJsonObject("Properties");
      JsonObject trust = properties.getAsJsonObject("AssumeRolePolicyDocument");
      JsonObject permissions =
          properties
              .getAsJsonArray("Policies")
              .get(0)
              .getAsJsonObject()
              .getAsJsonObject("PolicyDocument");
      Assertions.assertThat(trust.toString())
          .contains("sts:ExternalId", "sts:TagSession", "sts:SetSourceIdentity");
      JsonObject resources = json(api, query + "&form=terraform").getAsJsonObject("resource");
      Assertions.assertThat(policy(resources, "aws_iam_role", "assume_role_policy"))
          .isEqualTo(trust);
      Assertions.assertThat(policy(resources, "aws_iam_role_policy", "policy"))
          .isEqualTo(permissions);
      String script = api.get("role-template" + query + "&form=cli").expect(200).body();
      Assertions.assertThat(quoted(script, "trust")).isEqualTo(trust);
      Assertions.assertThat(quoted(script, "permissions")).isEqualTo(permissions);
    }
    // For an organization: the same template, in a script that a shell can read.
    String stackSet = api.get("role-template" + ALL + "&form=stack-set").expect(200).body();
    Assertions.assertThat(quoted(stackSet, "template")).isEqualTo(json(api, ALL));
    api.get("role-template?form=pulumi").expectProblem(404, "SP-NOT-FOUND");
    api.get("role-template?capability=everything")
        .expectProblem(400, "SP-CAPABILITY-INVALID")
        .naming("capabilities");
  }

  @Test
  void thePublishedTemplateMakesTheSameRoleByItsParameters(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    String published = customer.api().get("quick-create-template").expect(200).body();
    String externalId =
        json(customer.api(), "?capability=see-spot-prices")
            .toString()
            .replaceFirst("(?s).*ExternalId\":\"([^\"]+)\".*", "$1");
    Assertions.assertThat(published).doesNotContain(externalId);
    String account = new SandboxControl(demo).newAccount("a-code-of-this-test");
    Page console = customer.page().context().newPage();
    console.navigate(demo.facts().sandbox().console());
    console.locator("#account").selectOption(account);
    console.locator("#code").fill("a-code-of-this-test");
    console.locator("#template").fill(published);
    console.locator("#parameters").fill("ExternalId=nonsense");
    console.locator("#create").click();
    assertThat(console.locator("#error"))
        .containsText("ExternalId has a value that is not allowed");
    console.locator("#code").fill("a-code-of-this-test");
    console.locator("#parameters").fill("ExternalId=" + externalId + "\nSeeInstances=no");
    console.locator("#create").click();
    assertThat(console.locator("#role-arn")).containsText("SallyportAccess");
    console.close();
    String connection =
        customer.seal(
            "Published", Customer.details(account), List.of("see-instances", "see-spot-prices"));
    String tested =
        customer.api().post("connections/" + connection + "/verifications", "").expect(200).body();
    // What was left out is the only thing that is missing.
    Assertions.assertThat(tested).contains("DEGRADED");
    Assertions.assertThat(tested.split("SP-CHECK-NOT-ALLOWED", -1)).hasSize(2);
    ask(customer.api(), connection, "DescribeSpotPriceHistory").expect(200);
  }

  private static JsonObject json(Api api, String query) {
    return JsonParser.parseString(api.get("role-template" + query).expect(200).body())
        .getAsJsonObject();
  }

  private static JsonObject policy(JsonObject resources, String type, String name) {
    return JsonParser.parseString(
            resources.getAsJsonObject(type).getAsJsonObject("sallyport").get(name).getAsString())
        .getAsJsonObject();
  }

  private static JsonObject quoted(String script, String variable) {
    String from = variable + "='";
    int start = script.indexOf(from) + from.length();
    return JsonParser.parseString(script.substring(start, script.indexOf('\'', start)))
        .getAsJsonObject();
  }

  @Test
  void whoChoosesNothingOrSomethingUnknownIsToldSo(Browser browser) {
    Customer customer = Customer.registered(browser);
    Api api = customer.api();
    JsonObject leave = api.leave(null);
    String ticket = Customer.context(leave).get("ticket").getAsString();
    String envelope =
        api.seal(Customer.details("510000000009"), Customer.context(leave), Customer.key(leave));
    for (List<String> bad : List.of(List.<String>of(), List.of("see-everything"))) {
      api.store("Nothing", ticket, envelope, bad)
          .expectProblem(400, "SP-CAPABILITY-INVALID")
          .naming("capabilities");
    }
    // Nothing was lost by that.
    api.store("Something", ticket, envelope, List.of("see-instances")).expect(201);
  }
}
