package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.sql.Invite.StaffRole;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.portal.Staff;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Getting back in without a passkey: a colleague vouches, or two of the vendor's people. */
@ExtendWith(Site.class)
class RecoveryIT {
  @Test
  void anAdministratorVouchesForAColleague(Browser browser) {
    Customer admin = Customer.registered(browser);
    Customer lost = Customer.joined(browser, admin.invite("Lost Person", "tenant-admin"));
    Page page = browser.newPerson();
    String code = newPasskey(browser, page);
    String id = id(admin.api(), "Lost Person");

    // Nobody vouches for themselves, with a wrong code, or for whoever is not theirs.
    vouch(lost.api(), id, code).expectProblem(403, "SP-APPROVAL-SAME-PERSON");
    vouch(admin.api(), id, "AAAA-BBBB-CCCC").expectProblem(403, "SP-RECOVERY-REFUSED");
    vouch(Customer.registered(browser).api(), id, code).expectProblem(404, "SP-PERSON-UNKNOWN");
    new Portal(page).failToSignIn();

    admin.page().navigate("/portal/team");
    admin.page().locator("[data-person='" + id + "'] summary").click();
    browser.picture(admin.page(), "team-recovery");
    admin
        .page()
        .locator("[data-recovery-of='" + id + "'] input")
        .fill(code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
    admin.page().getByLabel("Give Lost Person access again").click();
    assertThat(admin.page().locator("[data-person='" + id + "'] summary")).isVisible();
    new Portal(page).signIn();
    // The old passkey is gone, and so is whoever was signed in with it.
    lost.api().get("me/sessions").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    lost.portal().failToSignIn();
    vouch(admin.api(), id, code).expectProblem(403, "SP-RECOVERY-REFUSED");
    page.navigate("/portal/activity");
    assertThat(page.locator("tbody")).containsText("Give somebody access again");
  }

  @Test
  void supportAndAnOfficerLetTheOnlyAdministratorInAfterADelayThatTheCompanySees(
      RunningDemo demo, Browser browser) throws Exception {
    Staff support = Staff.joined(demo, browser, "Sam Support", StaffRole.SUPPORT);
    Staff officer = Staff.joined(demo, browser, "Olga Officer", StaffRole.SECURITY_OFFICER);
    Customer admin = Customer.registered(browser);
    Customer user = Customer.joined(browser, admin.invite("A User", "tenant-user"));
    String tenant = tenantOf(demo, admin);
    String id = id(admin.api(), "Somebody");
    Page page = browser.newPerson();
    String code = newPasskey(browser, page);

    support.page().navigate("/staff/tenant?id=" + tenant);
    browser.picture(support.page(), "staff-tenant");
    support.page().locator("#code").fill(code);
    support.page().getByText("Ask a security officer").click();
    support.page().waitForURL("**/staff/recoveries");
    assertThat(mine(support.page())).containsText("You asked for it");
    String approval =
        Administrator.query(
            demo,
            "select id from sallyport.approval where tenant_id = '%s' and kind = 'tenant-recovery'"
                .formatted(tenant));
    String address = "staff/tenants/" + tenant + "/recoveries/" + approval;
    support.api().post(address + "/approval", Map.of()).expectProblem(403, "SP-FORBIDDEN");
    finish(page, code).expectProblem(403, "SP-RECOVERY-REFUSED");

    officer.page().navigate("/staff/recoveries");
    browser.picture(officer.page(), "staff-recoveries");
    officer.page().locator("button[data-approve='" + approval + "']").click();
    assertThat(officer.page().locator("[data-id='" + approval + "']"))
        .not()
        .containsText("not approved");
    // It has not taken effect: not for 48 hours.
    finish(page, code).expectProblem(403, "SP-RECOVERY-REFUSED");
    user.page().navigate("/portal/connections");
    assertThat(user.page().locator("[data-recovery]")).containsText("give Somebody access again");
    browser.picture(user.page(), "recovery-notice");
    user.api()
        .call("DELETE", "team/recoveries/" + approval, "application/json", null)
        .expectProblem(403, "SP-FORBIDDEN");

    // Two days later.
    Administrator.later(demo, approval, "effective_at");
    finish(page, code).expect(204);
    finish(page, code).expectProblem(403, "SP-RECOVERY-REFUSED");
    new Portal(page).signIn();
    Assertions.assertThat(id(new Api(page), "Somebody")).isEqualTo(id);
    admin.api().get("team").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    page.navigate("/portal/looks");
    assertThat(page.locator("tbody")).containsText("Sam Support");
    assertThat(page.locator("tbody")).containsText("Olga Officer");
    browser.picture(page, "looks");
  }

  @Test
  void theCompanyStopsWhatItDidNotExpect(RunningDemo demo, Browser browser) throws Exception {
    Staff support = Staff.joined(demo, browser, "Sam Support", StaffRole.SUPPORT);
    Staff officer = Staff.joined(demo, browser, "Olga Officer", StaffRole.SECURITY_OFFICER);
    Customer admin = Customer.registered(browser);
    String tenant = tenantOf(demo, admin);
    Page thief = browser.newPerson();
    String code = newPasskey(browser, thief);
    String approval =
        support
            .api()
            .post(
                "staff/tenants/" + tenant + "/recoveries",
                Map.of("person", id(admin.api(), "Somebody"), "code", code))
            .expect(201)
            .json()
            .get("approval")
            .getAsString();
    officer
        .api()
        .post("staff/tenants/" + tenant + "/recoveries/" + approval + "/approval", Map.of())
        .expect(204);
    admin.page().navigate("/portal/connections");
    admin.page().locator("button[data-stop-recovery]").click();
    assertThat(admin.page().locator("[data-recovery]")).hasCount(0);
    Administrator.later(demo, approval, "effective_at");
    finish(thief, code).expectProblem(403, "SP-RECOVERY-REFUSED");
    new Portal(thief).failToSignIn();
    admin.api().get("team").expect(200);
  }

  @Test
  void whereAnotherAdministratorIsThereTheVendorIsNotNeeded(RunningDemo demo, Browser browser)
      throws Exception {
    Staff support = Staff.joined(demo, browser, "Sam Support", StaffRole.SUPPORT);
    Customer admin = Customer.registered(browser);
    Customer.joined(browser, admin.invite("Second", "tenant-admin"));
    String code = newPasskey(browser, browser.newPerson());
    support
        .api()
        .post(
            "staff/tenants/" + tenantOf(demo, admin) + "/recoveries",
            Map.of("person", id(admin.api(), "Somebody"), "code", code))
        .expectProblem(409, "SP-RECOVERY-NOT-NEEDED");
  }

  private static String newPasskey(Browser browser, Page page) {
    page.navigate("/recover");
    browser.picture(page, "recover");
    page.locator("#recover button").click();
    assertThat(page.locator("#code-shown")).isVisible();
    browser.picture(page, "recover-code");
    String code = page.locator("#spoken").textContent();
    Assertions.assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}");
    return code;
  }

  private static Api.Answer vouch(Api api, String person, String code) {
    return api.post("team/" + person + "/recovery", Map.of("code", code));
  }

  private static Api.Answer finish(Page page, String code) {
    return new Api(page).post("auth/recovery/finish", Map.of("code", code));
  }

  private static com.microsoft.playwright.Locator mine(Page page) {
    return page.locator(".recovery-request").last();
  }

  static String tenantOf(RunningDemo demo, Customer customer) throws Exception {
    return Administrator.query(
        demo,
        "select tenant_id from sallyport.person where id = '%s'"
            .formatted(id(customer.api(), "Somebody")));
  }

  static String id(Api api, String name) {
    List<JsonElement> people =
        JsonParser.parseString(api.get("team").expect(200).body()).getAsJsonArray().asList();
    return people.stream()
        .map(JsonElement::getAsJsonObject)
        .filter(person -> person.get("name").getAsString().equals(name))
        .map(person -> person.get("id").getAsString())
        .findFirst()
        .orElseThrow();
  }
}
