package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A company's people: invited, given roles, removed. */
@ExtendWith(Site.class)
class TeamIT {
  @Test
  void somebodyIsInvitedJoinsBecomesAdministratorAndIsRemoved(Browser browser) {
    Customer admin = Customer.registered(browser);
    Page page = admin.page();
    page.navigate("/portal/team");
    browser.picture(page, "team-alone");
    page.getByLabel("Name as others see it").fill("Ute Müller");
    page.locator("#invite-role").selectOption("tenant-user");
    page.getByText("Make an invitation").click();
    assertThat(page.locator("#invitation-link")).containsText("/join#");
    browser.picture(page, "team-invited");
    String link = page.locator("#invitation-link").textContent();

    Customer ute = Customer.joined(browser, link);
    Api hers = ute.api();
    hers.get("team").expect(200);
    hers.get("team/invitations").expectProblem(403, "SP-FORBIDDEN");
    hers.post("team/invitations", Map.of("name", "Eve", "role", "tenant-admin"))
        .expectProblem(403, "SP-FORBIDDEN");
    String id = idOf(admin.api(), "Ute Müller");
    String own = idOf(admin.api(), "Somebody");
    hers.call("DELETE", "team/" + own, "application/json", null).expectProblem(403, "SP-FORBIDDEN");
    Assertions.assertThat(hers.get("role-template").status()).isEqualTo(200);

    page.navigate("/portal/team");
    page.getByLabel("Role of Ute Müller", new Page.GetByLabelOptions().setExact(true))
        .selectOption("tenant-admin");
    page.getByLabel("Change the role of Ute Müller").click();
    page.waitForFunction(
        "id => document.querySelector(`[data-role-of='${id}'] option[selected]`)?.value === 'tenant-admin'",
        id);
    browser.picture(page, "team-two");
    // At her next request, without signing in anew.
    hers.get("team/invitations").expect(200);
    ute.page().navigate("/portal/team");
    ute.page().getByLabel("Remove Somebody").click();
    assertThat(ute.page().locator(".sure:visible")).containsText("deletes their passkeys");
    ute.page().getByLabel("Remove Somebody for good").click();
    assertThat(ute.page().locator("[data-person='" + own + "']")).hasCount(0);

    admin.api().get("team").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    admin.portal().failToSignIn();
    hers.call("DELETE", "team/" + id, "application/json", null).expectProblem(409, "SP-ADMIN-LAST");
    hers.call("PUT", "team/" + id + "/role", "application/json", "{\"role\": \"tenant-user\"}")
        .expectProblem(409, "SP-ADMIN-LAST");
    ute.page().navigate("/portal/activity");
    for (String act :
        List.of(
            "Invite somebody", "Join the company", "Change somebody's role", "Remove somebody")) {
      assertThat(ute.page().locator("tbody")).containsText(act);
    }
  }

  @Test
  void twoAdministratorsWhoRemoveEachOtherAtOnceLeaveOne(RunningDemo demo, Browser browser)
      throws Exception {
    Customer one = Customer.registered(browser);
    Customer two = Customer.joined(browser, one.invite("The other", "tenant-admin"));
    String ones = idOf(one.api(), "Somebody");
    String twos = idOf(one.api(), "The other");
    Object first = begin(one.page(), twos);
    Object second = begin(two.page(), ones);
    Assertions.assertThat(List.of(first, second)).isNotEmpty();
    one.page().waitForFunction("() => window.answer !== undefined");
    two.page().waitForFunction("() => window.answer !== undefined");
    Assertions.assertThat(
            Administrator.query(
                demo,
                "select count(*) from sallyport.person where id in ('%s', '%s') and removed_at is null"
                    .formatted(ones, twos)))
        .isEqualTo("1");
  }

  private static Object begin(Page page, String person) {
    return page.evaluate(
        """
        person => { fetch('/api/v1/team/' + person,
          {method: 'DELETE', headers: {'Content-Type': 'application/json'}})
          .then(answer => { window.answer = answer.status; }); return true; }""",
        person);
  }

  @Test
  void anInvitationWorksOnceAndNotAfterItWasWithdrawn(Browser browser) {
    Customer admin = Customer.registered(browser);
    String link = admin.invite("First", "tenant-auditor");
    Customer.joined(browser, link);
    refused(browser, link);
    String withdrawn = admin.invite("Second", "tenant-user");
    admin.page().navigate("/portal/team");
    admin.page().getByLabel("Withdraw the invitation of Second").click();
    assertThat(admin.page().getByText("None. Whoever you invite")).isVisible();
    refused(browser, withdrawn);
    refused(browser, link.replaceAll("#.*", "#" + "A".repeat(22)));
  }

  private static void refused(Browser browser, String link) {
    Page page = browser.newPerson();
    page.navigate(link);
    page.getByText("Create a passkey").click();
    assertThat(page.locator("[role=alert][data-code='SP-INVITATION-REFUSED']")).isVisible();
  }

  @Test
  void whatNamesNothingOrSomebodyElsesIsRefusedAlike(Browser browser) {
    Customer admin = Customer.registered(browser);
    Customer stranger = Customer.registered(browser);
    String theirs = idOf(stranger.api(), "Somebody");
    for (String wrong : List.of(theirs, UUID.randomUUID().toString(), "1")) {
      admin
          .api()
          .call("DELETE", "team/" + wrong, "application/json", null)
          .expectProblem(404, "SP-PERSON-UNKNOWN");
      admin
          .api()
          .call("PUT", "team/" + wrong + "/role", "application/json", "{\"role\": \"tenant-user\"}")
          .expectProblem(404, "SP-PERSON-UNKNOWN");
      admin
          .api()
          .call("DELETE", "team/invitations/" + wrong, "application/json", null)
          .expectProblem(404, "SP-INVITATION-UNKNOWN");
    }
    for (String role : List.of("", "key-custodian", "support", "TENANT-ADMIN", "tenant-admin ")) {
      admin
          .api()
          .post("team/invitations", Map.of("name", "Eve", "role", role))
          .expectProblem(400, "SP-ROLE-INVALID")
          .naming("role");
    }
    for (String name : List.of("", " ", "a\u202eb", "a".repeat(201))) {
      admin
          .api()
          .post("team/invitations", Map.of("name", name, "role", "tenant-user"))
          .expectProblem(400, "SP-REGISTRATION-INVALID");
    }
    Assertions.assertThat(idOf(stranger.api(), "Somebody")).isEqualTo(theirs);
  }

  private static String idOf(Api api, String name) {
    for (var each : JsonParser.parseString(api.get("team").expect(200).body()).getAsJsonArray()) {
      JsonObject member = each.getAsJsonObject();
      if (member.get("name").getAsString().equals(name)) {
        return member.get("id").getAsString();
      }
    }
    throw new AssertionError("nobody is called " + name);
  }
}
