package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sallyport.demo.RunningDemo;
import io.sallyport.sql.Invite;
import io.sallyport.sql.Invite.StaffRole;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Staff;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vendor's own people: what they see of customers, and what nobody may be at once. */
@ExtendWith(Site.class)
class StaffIT {
  @Test
  void supportSeesHowThingsAreAndTheCustomerSeesThatItLooked(RunningDemo demo, Browser browser)
      throws Exception {
    Staff support = Staff.joined(demo, browser, "Sam Support", StaffRole.SUPPORT);
    Customer customer = Customer.connected(demo, browser);
    String tenant = RecoveryIT.tenantOf(demo, customer);
    customer.page().navigate("/portal/looks");
    assertThat(customer.page().locator("h2")).hasText("Nobody has looked");
    browser.picture(customer.page(), "looks-none");

    Page page = support.page();
    page.navigate("/staff/");
    browser.picture(page, "staff");
    page.navigate("/staff/tenants");
    assertThat(page.locator("tbody tr").first()).isVisible();
    page.navigate("/staff/tenant?id=" + tenant);
    assertThat(page.locator("#records")).containsText(Customer.ALIAS);
    assertThat(page.locator("#records")).containsText("1 KiB");
    Assertions.assertThat(page.content())
        .doesNotContain(customer.account())
        .doesNotContain("SallyportAccess");

    customer.page().navigate("/portal/looks");
    assertThat(customer.page().locator("tbody")).containsText("Sam Support");
    customer.page().navigate("/portal/activity");
    assertThat(customer.page().locator("tbody")).containsText("Sam Support (vendor)");
    // What is not there, and the vendor's own company, look alike.
    for (String wrong :
        new String[] {
          UUID.randomUUID().toString(), "5a11f0a7-0000-4000-8000-000000000001", "1", ""
        }) {
      Assertions.assertThat(page.navigate("/staff/tenant?id=" + wrong).status()).isEqualTo(404);
    }
    support.api().get("connections").expectProblem(403, "SP-FORBIDDEN");
    support.api().post("sealing-tickets", Map.of()).expectProblem(403, "SP-FORBIDDEN");
  }

  @Test
  void anOperatorSeesNodesJobsAndCertificates(RunningDemo demo, Browser browser) throws Exception {
    Staff operator = Staff.joined(demo, browser, "Otto Operator", StaffRole.OPERATOR);
    Page page = operator.page();
    page.navigate("/staff/nodes");
    page.waitForTimeout(500);
    for (int i = 0; i < 40 && page.locator("[data-node]").count() < 2; i++) {
      page.waitForTimeout(1_000);
      page.reload();
    }
    assertThat(page.locator("[data-node='web-1']"))
        .containsText("running", new LocatorAssertions.ContainsTextOptions().setTimeout(5_000));
    assertThat(page.locator("[data-node='decrypt-1']")).containsText("unsealed");
    assertThat(page.locator("[data-node='web-1']")).containsText("portal's TLS: until");
    browser.picture(page, "staff-nodes");
    Assertions.assertThat(page.navigate("/staff/tenants").status()).isEqualTo(403);
    Assertions.assertThat(page.navigate("/staff/activity").status()).isEqualTo(403);
  }

  @Test
  void nobodyIsSupportAndKeyCustodianAtOnce(RunningDemo demo) {
    Assertions.assertThatThrownBy(
            () ->
                Invite.invite(
                    demo.database().as("sallyport_owner"),
                    UUID.randomUUID(),
                    "Both",
                    Set.of(StaffRole.SUPPORT, StaffRole.KEY_CUSTODIAN),
                    1))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("invitation_roles");
  }

  @Test
  void anAuditorReadsTheVendorsTrailAndNothingElse(RunningDemo demo, Browser browser)
      throws Exception {
    Staff auditor = Staff.joined(demo, browser, "Anton Auditor", StaffRole.AUDITOR);
    Page page = auditor.page();
    page.navigate("/staff/activity");
    assertThat(page.locator("tbody")).containsText("Join the company");
    browser.picture(page, "staff-activity");
    for (String closed :
        new String[] {"/staff/tenants", "/staff/nodes", "/staff/recoveries", "/vault/"}) {
      Assertions.assertThat(page.navigate(closed).status()).as(closed).isEqualTo(403);
    }
  }
}
