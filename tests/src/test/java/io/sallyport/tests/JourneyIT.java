package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.sallyport.demo.DemoFacts;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Canary;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way through, as a customer goes it. */
@ExtendWith(Site.class)
class JourneyIT {
  @Test
  void aCustomerRegistersConnectsVerifiesAndSeesTheirInstancesAndNobodyElseReadsWhatTheyTyped(
      RunningDemo demo, Browser browser) throws Exception {
    Page page = browser.newPerson();
    Canary canary = new Canary(page);
    DemoFacts.SampleAccount sample = demo.facts().sampleAccount();
    Portal portal = new Portal(page);

    page.navigate("/");
    browser.picture(page, "start");
    page.navigate("/register");
    browser.picture(page, "register");
    portal.register("Acme GmbH", "Ada Acme");
    browser.picture(page, "connections-empty");
    portal.signOut();
    page.navigate("/sign-in");
    browser.picture(page, "sign-in");
    portal.signIn();

    page.navigate("/portal/connect");
    browser.picture(page, "connect");
    Download template = page.waitForDownload(() -> page.locator("#template").click());
    String externalId = page.locator("#external-id").textContent();
    Assertions.assertThat(externalId)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    Assertions.assertThat(page.locator("#trust-policy").textContent())
        .contains(externalId, demo.facts().sandbox().vendorPrincipal());

    Page console = page.context().newPage();
    console.navigate(demo.facts().sandbox().console());
    console.locator("#account").selectOption(sample.accountId());
    console.locator("#code").fill(sample.consoleCode());
    console.locator("#template-file").setInputFiles(template.path());
    console.locator("#create").click();
    assertThat(console.locator("#role-arn")).hasText(sample.roleToCreate());
    console.close();

    portal.connect(
        "Production",
        new Portal.Account(
            sample.accountId(),
            sample.roleToCreate(),
            List.of("eu-central-1", "us-east-1"),
            "Seen by nobody: " + canary.text()));
    portal.expectState("Verified");
    assertThat(page.locator(".checks .passed")).hasCount(10);
    browser.picture(page, "connection-verified");

    portal.connect(
        "Mistake",
        new Portal.Account(
            sample.accountId(), sample.unsafeRole(), List.of("eu-central-1"), canary.text()));
    portal.expectState("Unsafe: not used");
    browser.picture(page, "connection-unsafe");
    page.navigate("/portal/connections");
    browser.picture(page, "connections");

    portal.listInstances("Production", "eu-central-1");
    assertThat(page.locator("#instances tbody tr")).hasCount(4);
    assertThat(page.locator("#instances")).containsText("shop-frontend-1");
    browser.picture(page, "instances");
    assertThat(page.locator("#connections label")).hasText(new String[] {"Production"});
    // One more region, and one that was not sealed: what can be listed is, and the rest is named.
    page.locator("#regions input[value=us-east-1]").check();
    page.locator("#regions input[value=eu-west-1]").check();
    page.getByText("List instances").click();
    assertThat(page.locator("#partial")).containsText("1 of 3");
    assertThat(page.locator("#instances tbody")).hasCount(3);
    assertThat(page.locator("#instances")).containsText("reports");
    assertThat(page.locator("#instances tr.failed")).containsText("SP-REGION-NOT-SEALED");
    browser.picture(page, "instances-partial");

    page.navigate("/portal/activity");
    assertThat(page.locator("#chain")).containsText("The chain is whole");
    for (String action :
        List.of(
            "company.register",
            "person.sign-out",
            "person.sign-in",
            "sealing.ticket",
            "envelope.store",
            "connection.test",
            "envelope.open",
            "role.assume",
            "request.forward")) {
      Assertions.assertThat(allActivity(page)).contains(action);
    }
    page.navigate("/portal/activity");
    assertThat(page.locator("#activity tbody")).containsText("Production");
    assertThat(page.locator("#activity tbody")).containsText("operation DescribeInstances");
    browser.picture(page, "activity");
    // What an auditor takes along: all that a link's hash is of, and names beside it.
    Download trail = page.waitForDownload(() -> page.locator("#export").click());
    Assertions.assertThat(trail.suggestedFilename()).isEqualTo("sallyport-activity.csv");
    List<CSVRecord> links =
        CSVParser.parse(
                trail.path(),
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())
            .getRecords();
    for (int at = 1; at < links.size(); at++) {
      Assertions.assertThat(links.get(at - 1).get("Previous")).isEqualTo(links.get(at).get("Hash"));
    }
    Assertions.assertThat(links.get(links.size() - 1).get("Link")).isEqualTo("1");
    String script = Path.of("../docs/examples/verify-trail.py").toString();
    Assertions.assertThat(Command.run(AwsCli.PYTHON, script, trail.path().toString()))
        .contains("Whole: links 1 to ", links.get(0).get("Hash"));
    Path changed = Files.createTempFile(demo.settings().state(), "trail", ".csv");
    Files.writeString(
        changed, Files.readString(trail.path()).replaceFirst("DescribeInstances", "StopInstances"));
    Assertions.assertThatThrownBy(() -> Command.run(AwsCli.PYTHON, script, changed.toString()))
        .hasMessageContaining("NOT WHOLE");
    Files.delete(changed);
    Assertions.assertThat(links)
        .anySatisfy(
            link -> {
              Assertions.assertThat(link.get("Who")).isEqualTo("Ada Acme");
              Assertions.assertThat(link.get("About")).isEqualTo("Production");
              Assertions.assertThat(link.get("Details")).contains("DescribeInstances");
            });
    page.locator("#from").fill("2020-01-01");
    page.locator("#until").fill("2020-01-02");
    page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator(".empty")).containsText("nothing that fits");
    page.navigate("/portal/activity?person=" + UUID.randomUUID());
    assertThat(page.locator(".empty")).containsText("nothing that fits");
    page.navigate("/portal/activity?from=yesterday");
    portal.expectProblem("SP-PARAMETER-INVALID");

    canary.assertNowhere(demo);
  }

  private static String allActivity(Page page) {
    page.navigate("/portal/activity");
    StringBuilder text = new StringBuilder(page.locator("#activity").textContent());
    while (page.getByText("Older").count() > 0) {
      page.getByText("Older").click();
      page.waitForLoadState();
      text.append(page.locator("#activity").textContent());
    }
    return text.toString();
  }
}
