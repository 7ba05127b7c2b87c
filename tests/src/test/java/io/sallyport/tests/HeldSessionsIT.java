package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks again for the same neither has an envelope opened nor STS asked. */
@ExtendWith(Site.class)
class HeldSessionsIT {
  private static int entered(SandboxControl aws, Customer customer) throws Exception {
    return aws.events(customer.account()).split("\"AssumeRole\"", -1).length - 1;
  }

  /** How the session that a request entered was asked for, by the account's trail. */
  private static JsonObject entry(SandboxControl aws, Customer customer, String request)
      throws Exception {
    for (JsonElement each :
        JsonParser.parseString(aws.events(customer.account()))
            .getAsJsonObject()
            .getAsJsonArray("events")) {
      JsonObject how = each.getAsJsonObject().getAsJsonObject("requestParameters");
      if (how.has("roleSessionName")
          && how.get("roleSessionName").getAsString().equals("sallyport-" + request)) {
        return how;
      }
    }
    throw new AssertionError("no session of " + request);
  }

  private static Map<String, String> tags(JsonObject how) {
    Map<String, String> tags = new HashMap<>();
    for (int at = 1; how.has("tags.member." + at + ".Key"); at++) {
      tags.put(
          how.get("tags.member." + at + ".Key").getAsString(),
          how.get("tags.member." + at + ".Value").getAsString());
    }
    return tags;
  }

  private static String audited(RunningDemo demo, String request) throws Exception {
    return Administrator.query(
        demo,
        "select string_agg(action || ' ' || phase, ', ' order by sequence)"
            + " from sallyport.audit_event where request_id = '%s'".formatted(request));
  }

  private static String session(RunningDemo demo, String request) throws Exception {
    return Administrator.query(
        demo,
        """
        select facts::jsonb ->> 'session' from sallyport.audit_event
         where request_id = '%s' and action = 'request.forward' and phase = 'OUTCOME'"""
            .formatted(request));
  }

  @Test
  void theSecondRequestUsesTheFirstOnesSessionAndTheTrailSaysWhich(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl aws = new SandboxControl(demo);
    int before = entered(aws, customer);
    String first = customer.ask();
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(audited(demo, first)).contains("envelope.open", "role.assume");
    assertThat(session(demo, first)).isEqualTo("sallyport-" + first);

    JsonObject how = entry(aws, customer, first);
    String owner = "select %s from sallyport.person where tenant_id = (%s)";
    String tenant =
        "select tenant_id from sallyport.connection where id = '%s'"
            .formatted(customer.connection());
    String person = Administrator.query(demo, owner.formatted("id", tenant));
    assertThat(how.get("sourceIdentity").getAsString()).isEqualTo(person);
    assertThat(how.get("durationSeconds").getAsString()).isEqualTo("900");
    assertThat(how.get("policy").getAsString()).contains("\"ec2:DescribeInstances\"");
    assertThat(tags(how))
        .isEqualTo(
            Map.of(
                "SallyportCompany",
                Administrator.query(demo, tenant),
                "SallyportRequest",
                first,
                "SallyportPurpose",
                "ec2:DescribeInstances"));

    String second = customer.ask();
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(audited(demo, second)).isEqualTo("request.forward INTENT, request.forward OUTCOME");
    assertThat(session(demo, second)).isEqualTo("sallyport-" + first);
    // So that the customer can tell who and what for, in their own trail.
    assertThat(aws.events(customer.account())).contains("ec2:DescribeInstances");

    // The page tells it, too.
    customer.page().navigate("/portal/connection?id=" + customer.connection());
    PlaywrightAssertions.assertThat(customer.page().locator("#recent tbody"))
        .containsText("sallyport-" + first);
    browser.picture(customer.page(), "connection-recent");
    customer.page().getByText("What was done in this account, by whom").click();
    customer.page().waitForURL("**/portal/requests?connection=*");
    Locator rows = customer.page().locator("#requests tbody tr");
    assertThat(rows.count()).isEqualTo(2);
    assertThat(rows.allTextContents())
        .allMatch(row -> row.contains("sallyport-" + first) && row.contains("Done"));
    browser.picture(customer.page(), "requests");
    customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", "us-east-1", Map.of())
        .expectProblem(403, "SP-REGION-NOT-SEALED");
    customer.page().getByLabel("Outcome").selectOption("true");
    customer.page().getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
    customer.page().waitForURL("**failed=true*");
    assertThat(rows.allTextContents()).singleElement().asString().contains("SP-REGION-NOT-SEALED");
    String filters = "/portal/requests?person=%s&operation=%s&from=%s";
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    customer.page().navigate(filters.formatted("", "DescribeInstances", today));
    assertThat(rows.count()).isEqualTo(3);
    customer.page().navigate(filters.formatted(UUID.randomUUID(), "", ""));
    PlaywrightAssertions.assertThat(customer.page().locator("main")).containsText("No requests");
    customer.page().navigate(filters.formatted("", "RunInstances", ""));
    PlaywrightAssertions.assertThat(customer.page().locator("main")).containsText("No requests");
    customer.page().navigate(filters.formatted("", "", "2030-01-01"));
    PlaywrightAssertions.assertThat(customer.page().locator("main")).containsText("No requests");
    customer.page().navigate(filters.formatted("", "", "yesterday"));
    customer.portal().expectProblem("SP-PARAMETER-INVALID");
    customer.page().navigate("/portal/requests?failed=true&connection=" + customer.connection());
    Download file =
        customer.page().waitForDownload(() -> customer.page().locator("#export").click());
    assertThat(Files.readString(file.path()))
        .startsWith("When,Who,Connection,")
        .contains("SP-REGION-NOT-SEALED")
        .doesNotContain("sallyport-" + first);
    assertThat(customer.api().get("requests.csv").expect(200).body())
        .contains("sallyport-" + first);
    assertThat(customer.api().get("activity").expect(200).body()).contains("report.export");

    // A session is its person's own.
    Customer colleague = Customer.joined(browser, customer.invite("Colleague", "tenant-user"));
    String third = colleague.ask(customer.connection());
    assertThat(entered(aws, customer)).isEqualTo(before + 2);
    assertThat(session(demo, third)).isEqualTo("sallyport-" + third);
  }

  @Test
  void aSessionThatAwsDoesNotKnowAnyMoreIsReplacedWithoutTheCustomerNoticing(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl aws = new SandboxControl(demo);
    customer.ask();
    int before = entered(aws, customer);
    aws.age(customer.account(), Duration.ofMinutes(20));
    String again = customer.ask();
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(session(demo, again)).isEqualTo("sallyport-" + again);
  }

  @Test
  void aConnectionThatTurnsOutUnsafeIsCutOffAlthoughItsSessionLives(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    customer.ask();
    Administrator.execute(
        demo,
        "update sallyport.connection set state = 'UNSAFE' where id = '%s'"
            .formatted(customer.connection()));
    customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
        .expectProblem(409, "SP-CONNECTION-UNSAFE");
    Administrator.execute(
        demo,
        "update sallyport.connection set state = 'VERIFIED' where id = '%s'"
            .formatted(customer.connection()));
    SandboxControl aws = new SandboxControl(demo);
    int before = entered(aws, customer);
    customer.ask();
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
  }
}
