package io.sallyport.tests.portal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A registered company with an AWS account of its own, whose role was made from the portal's
 * template and whose connection is verified.
 *
 * @param account the AWS account's id
 * @param connection the connection's id
 */
public record Customer(Page page, Portal portal, Api api, String account, String connection) {
  public static final String ALIAS = "Production";
  public static final String REGION = "eu-central-1";
  private static final String CODE = "a-console-code-of-tests";

  /** A company that registered, and has connected nothing yet. */
  public static Customer registered(Browser browser) {
    Page page = browser.newPerson();
    Portal portal = new Portal(page).register("Company " + UUID.randomUUID(), "Somebody");
    return new Customer(page, portal, new Api(page), null, null);
  }

  /** Somebody who accepted an invitation. */
  public static Customer joined(Browser browser, String link) {
    Page page = browser.newPerson();
    page.navigate(link);
    page.getByText("Create a passkey").click();
    page.waitForURL("**/portal/connections");
    return new Customer(page, new Portal(page), new Api(page), null, null);
  }

  /** Invites somebody; the link. */
  public String invite(String name, String role) {
    return api.post("team/invitations", Map.of("name", name, "role", role))
        .expect(201)
        .json()
        .get("link")
        .getAsString();
  }

  /** A company with a verified connection that only reads. */
  public static Customer connected(RunningDemo demo, Browser browser)
      throws IOException, InterruptedException {
    return connected(demo, browser, Api.READING);
  }

  /** A company with a verified connection that is made for these capabilities. */
  public static Customer connected(RunningDemo demo, Browser browser, List<String> capabilities)
      throws IOException, InterruptedException {
    Customer customer = registered(browser);
    String account = new SandboxControl(demo).newAccount(CODE);
    String template =
        customer
            .api
            .get("role-template?capability=" + String.join("&capability=", capabilities))
            .expect(200)
            .body();
    Page console = customer.page.context().newPage();
    console.navigate(demo.facts().sandbox().console());
    console.locator("#account").selectOption(account);
    console.locator("#code").fill(CODE);
    console
        .locator("#template-file")
        .setInputFiles(
            new FilePayload(
                "role.json", "application/json", template.getBytes(StandardCharsets.UTF_8)));
    console.locator("#create").click();
    PlaywrightAssertions.assertThat(console.locator("#role-arn")).containsText("SallyportAccess");
    console.close();
    String connection = customer.seal(ALIAS, details(account), capabilities);
    JsonObject tested =
        customer.api.post("connections/" + connection + "/verifications", "").expect(200).json();
    if (!"VERIFIED".equals(tested.get("state").getAsString())) {
      throw new IllegalStateException("not verified: " + tested);
    }
    return new Customer(customer.page, customer.portal, customer.api, account, connection);
  }

  /** Seals and stores an account's details; the connection's id. */
  public String seal(String alias, Portal.Account details, List<String> capabilities) {
    JsonObject leave = api.leave(null);
    return api.store(
            alias,
            context(leave).get("ticket").getAsString(),
            api.seal(details, context(leave), key(leave)),
            capabilities)
        .expect(201)
        .json()
        .get("connection")
        .getAsString();
  }

  /** Seals other details of the connection. */
  public void sealAgain(Portal.Account details) {
    JsonObject leave = api.leave(connection);
    api.store(ALIAS, leave, api.seal(details, context(leave), key(leave))).expect(201);
  }

  /** Has the instances of their account listed; the request's id. */
  public String ask() {
    return ask(connection);
  }

  /** The same through any connection. */
  public String ask(String through) {
    return api.request(through, "ec2", "DescribeInstances", REGION, Map.of())
        .expect(200)
        .json()
        .get("requestId")
        .getAsString();
  }

  /** How many reservations there are in their account, asked through the connection. */
  public int instances() {
    return api.request(connection, "ec2", "DescribeInstances", REGION, Map.of())
        .expect(200)
        .json()
        .getAsJsonObject("result")
        .getAsJsonArray("Reservations")
        .size();
  }

  /** What the customer of that account types. */
  public static Portal.Account details(String account) {
    return new Portal.Account(
        account, "arn:aws:iam::" + account + ":role/SallyportAccess", List.of(REGION), "");
  }

  public static JsonObject context(JsonObject leave) {
    return leave.getAsJsonObject("context");
  }

  /** The active browser key of the manifest that came with it. */
  public static JsonObject key(JsonObject leave) {
    JsonObject signed =
        JsonParser.parseString(leave.get("manifest").getAsString()).getAsJsonObject();
    String payload =
        new String(
            Base64.getUrlDecoder().decode(signed.get("payload").getAsString()),
            StandardCharsets.UTF_8);
    for (JsonElement each :
        JsonParser.parseString(payload).getAsJsonObject().getAsJsonArray("keys")) {
      JsonObject key = each.getAsJsonObject();
      if ("browser".equals(key.get("use").getAsString())
          && "active".equals(key.get("state").getAsString())) {
        JsonObject jwk = key.getAsJsonObject("jwk").deepCopy();
        jwk.add("kid", key.get("id"));
        return jwk;
      }
    }
    throw new IllegalStateException("the manifest has no active browser key");
  }
}
