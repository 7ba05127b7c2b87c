package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our trail beside the account's own CloudTrail, for whoever audits the company. */
@ExtendWith(Site.class)
class ReconciliationIT {
  private static Locator compared(Page page, String... regions) {
    page.navigate("/portal/reconciliation");
    for (String region : regions) {
      page.locator("#regions input[value=" + region + "]").check();
    }
    page.getByText("Compare", new Page.GetByTextOptions().setExact(true)).click();
    Locator counts = page.locator("#counts dd");
    assertThat(counts).hasCount(6);
    return counts;
  }

  private static int number(Locator counts, int at) {
    return Integer.parseInt(counts.nth(at).textContent());
  }

  /** What only an administrator of the database can do, and what the chain of the trail shows. */
  private static String renamed(String where, String from, String to) {
    return """
        alter table sallyport.audit_event disable trigger user;
        update sallyport.audit_event set action = '%s' where action = '%s' and %s;
        alter table sallyport.audit_event enable trigger user"""
        .formatted(to, from, where);
  }

  private static String ofRequest(String id) {
    return "request_id = '" + id + "'";
  }

  @Test
  void anAuditorSeesThatEachSessionIsInBothTrailsAndWhichAreNot(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, List.of("see-instances", "read-trail"));
    String request = customer.ask();
    Customer auditor = Customer.joined(browser, customer.invite("Auditor", "tenant-auditor"));
    Page page = auditor.page();
    Locator counts = compared(page);
    int matched = number(counts, 0);
    Assertions.assertThat(matched).isGreaterThanOrEqualTo(2);
    for (int other : List.of(2, 3)) {
      Assertions.assertThat(number(counts, other)).isZero();
    }
    assertThat(page.locator("#sessions")).containsText("sallyport-" + request);
    browser.picture(page, "reconciliation");

    // Ours loses one: somebody entered, and our trail does not say so.
    Administrator.execute(demo, renamed(ofRequest(request), "role.assume", "sealing.ticket"));
    try {
      counts = compared(page);
      Assertions.assertThat(number(counts, 3)).isOne();
      assertThat(page.locator("#sessions .failed")).containsText("Missing in our trail");
      assertThat(page.locator("#sessions .failed")).containsText("sallyport-" + request);
      browser.picture(page, "reconciliation-missing");
    } finally {
      Administrator.execute(demo, renamed(ofRequest(request), "sealing.ticket", "role.assume"));
    }
    counts = compared(page);
    Assertions.assertThat(number(counts, 0)).isGreaterThanOrEqualTo(matched);
    Assertions.assertThat(number(counts, 3)).isZero();
  }

  @Test
  void sessionsAreLookedForWhereOurTrailNamesNone(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, List.of("see-instances", "read-trail"));
    String ofCompany = "tenant_id = '" + RecoveryIT.tenantOf(demo, customer) + "'";
    Administrator.execute(demo, renamed(ofCompany, "role.assume", "recovery.ask"));
    try {
      Page page = customer.page();
      page.navigate("/portal/reconciliation");
      page.getByText("Compare", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator(".notice.bad")).containsText("Tick the regions to ask in");
      for (Locator region : page.locator("#regions input").all().subList(0, 11)) {
        region.check();
      }
      page.getByText("Compare", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator(".notice.bad")).containsText("Tick 10 at most");
      new SandboxControl(demo).breakTrail(customer.account(), "us-west-2");
      Locator counts = compared(page, Customer.REGION, "us-east-1", "us-west-2");
      Assertions.assertThat(number(counts, 3)).isPositive();
      // Also where nothing was sealed: that is where somebody would enter who should not.
      assertThat(counts.nth(4)).hasText(Customer.REGION + ", us-east-1");
      // What one region does not answer hides nothing of the others.
      assertThat(page.locator("#unanswered")).containsText("us-west-2: AWS could not be reached");
      browser.picture(page, "reconciliation-elsewhere");
    } finally {
      Administrator.execute(demo, renamed(ofCompany, "recovery.ask", "role.assume"));
    }
  }
}
