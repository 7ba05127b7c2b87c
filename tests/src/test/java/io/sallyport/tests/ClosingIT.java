package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Removing a connection, and closing a company's account. */
@ExtendWith(Site.class)
class ClosingIT {
  @Test
  void aRemovedConnectionLeavesNothingThatCouldBeOpened(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    Customer stranger = Customer.registered(browser);
    stranger
        .api()
        .call("DELETE", "connections/" + customer.connection(), "application/json", null)
        .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    Customer user = Customer.joined(browser, customer.invite("User", "tenant-user"));
    user.api()
        .call("DELETE", "connections/" + customer.connection(), "application/json", null)
        .expectProblem(403, "SP-FORBIDDEN");
    customer.page().navigate("/portal/connection?id=" + customer.connection());
    customer.page().getByText("Remove this connection").click();
    browser.picture(customer.page(), "connection-remove");
    customer.page().locator("#remove").click();
    customer.page().getByText("Remove for good").click();
    customer.page().waitForURL("**/portal/connections");
    assertThat(customer.page().locator("h2")).hasText("No account is connected yet");
    for (String table : new String[] {"sealed_envelope", "connection_check"}) {
      Assertions.assertThat(
              Administrator.query(
                  demo,
                  "select count(*) from sallyport.%s where connection_id = '%s'"
                      .formatted(table, customer.connection())))
          .as(table)
          .isEqualTo("0");
    }
    customer
        .api()
        .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
        .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    customer.page().navigate("/portal/activity");
    assertThat(customer.page().locator("tbody")).containsText("Remove the connection");
  }

  @Test
  void twoAdministratorsCloseTheAccountAndGetASignedCertificate(RunningDemo demo, Browser browser)
      throws Exception {
    Customer admin = Customer.connected(demo, browser);
    Customer second = Customer.joined(browser, admin.invite("Second", "tenant-admin"));
    String tenant = RecoveryIT.tenantOf(demo, admin);
    aWeekLater(demo, tenant);
    String hash =
        Administrator.query(
            demo,
            "select encode(envelope_hash, 'hex') from sallyport.sealed_envelope where tenant_id = '%s'"
                .formatted(tenant));
    admin.page().navigate("/portal/company");
    browser.picture(admin.page(), "company");
    admin.page().locator("#request").click();
    admin.page().getByText("Yes, ask to close it").click();
    assertThat(admin.page().locator("#closing .notice")).containsText("has to approve");
    assertThat(admin.page().locator("#approve")).hasCount(0);
    String approval = admin.page().locator("#cancel").getAttribute("data-approval");
    admin
        .api()
        .post("company/deletion/" + approval + "/approval", Map.of())
        .expectProblem(403, "SP-APPROVAL-SAME-PERSON");
    admin
        .api()
        .post("company/deletion/" + approval + "/execution", Map.of())
        .expectProblem(409, "SP-APPROVAL-REFUSED");
    Customer.registered(browser)
        .api()
        .post("company/deletion/" + approval + "/execution", Map.of())
        .expectProblem(404, "SP-APPROVAL-UNKNOWN");

    second.page().navigate("/portal/company");
    second.page().locator("#approve").click();
    second.page().locator("#close").waitFor();
    browser.picture(second.page(), "company-closing");
    assertThat(second.page().locator("#closing-notice")).containsText("can be closed");
    second.page().locator("#close").click();
    second.page().getByText("Close it for good").click();
    assertThat(second.page().locator("#closed")).isVisible();
    browser.picture(second.page(), "company-closed");
    Download saved =
        second.page().waitForDownload(() -> second.page().locator("#certificate").click());
    JWSObject certificate = JWSObject.parse(Files.readString(saved.path()));
    ECKey key = nodeKey(demo, certificate.getHeader().getKeyID());
    Assertions.assertThat(certificate.verify(new ECDSAVerifier(key))).isTrue();
    Assertions.assertThat(certificate.getHeader().getType().getType())
        .isEqualTo("sallyport-deletion");
    JsonObject says = JsonParser.parseString(certificate.getPayload().toString()).getAsJsonObject();
    Assertions.assertThat(says.get("tenant").getAsString()).isEqualTo(tenant);
    Assertions.assertThat(
            says.getAsJsonArray("envelopes").get(0).getAsJsonObject().get("sha256").getAsString())
        .isEqualTo(hash);

    admin.api().get("team").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    admin.portal().failToSignIn();
    for (String table :
        new String[] {"sealed_envelope", "connection", "passkey", "sealing_ticket"}) {
      Assertions.assertThat(
              Administrator.query(
                  demo,
                  "select count(*) from sallyport.%s where tenant_id = '%s'"
                      .formatted(table, tenant)))
          .as(table)
          .isEqualTo("0");
    }
    Assertions.assertThat(
            Administrator.query(
                demo,
                "select outcome from sallyport.audit_event where tenant_id = '%s' and action ="
                        .formatted(tenant)
                    + " 'company.close' and phase = 'OUTCOME' order by sequence desc limit 1"))
        .isEqualTo("ok");
  }

  @Test
  void twoOfWhomOneMayHaveMadeTheOtherWaitSevenDays(RunningDemo demo, Browser browser)
      throws Exception {
    Customer admin = Customer.registered(browser);
    aWeekLater(demo, RecoveryIT.tenantOf(demo, admin));
    Customer second = Customer.joined(browser, admin.invite("Second", "tenant-admin"));
    String approval = requested(admin);
    second.page().navigate("/portal/company");
    second.page().locator("#approve").click();
    assertThat(second.page().locator("#closing .notice")).containsText("Takes effect");
    browser.picture(second.page(), "company-closing-later");
    for (Customer either : new Customer[] {admin, second}) {
      either
          .api()
          .post("company/deletion/" + approval + "/execution", Map.of())
          .expectProblem(409, "SP-APPROVAL-REFUSED");
    }
    // The node decides nothing here: the database does.
    second.api().call("DELETE", "company/deletion/" + approval, "application/json", null);
    String other = requested(second);
    Assertions.assertThatThrownBy(
            () ->
                Administrator.execute(
                    demo,
                    """
                    set search_path = sallyport;
                    update approval a set decision = 'approved', decided_at = now(),
                      effective_at = now(), decided_by = (select id from person p
                        where p.tenant_id = a.tenant_id and p.id <> a.requested_by)
                      where id = '%s'"""
                        .formatted(other)))
        .hasMessageContaining("two people of a week's standing");
  }

  @Test
  void whatWasApprovedLongAgoIsNotDoneAnyMore(RunningDemo demo, Browser browser) throws Exception {
    Customer admin = Customer.registered(browser);
    String approval = requested(admin);
    Administrator.later(demo, approval, "effective_at", "now() - interval '31 days'");
    admin
        .api()
        .post("company/deletion/" + approval + "/execution", Map.of())
        .expectProblem(409, "SP-APPROVAL-REFUSED");
    admin.page().navigate("/portal/company");
    assertThat(admin.page().locator("#request")).isVisible();
  }

  /** Who is an administrator now has been one for more than a week. */
  private static void aWeekLater(RunningDemo demo, String tenant) throws Exception {
    Administrator.execute(
        demo,
        "update sallyport.person set admin_since = now() - interval '8 days' where tenant_id = '%s'"
            .formatted(tenant));
  }

  @Test
  void aLoneAdministratorsRequestTakesTimeAndCanBeCalledOff(Browser browser) {
    Customer admin = Customer.registered(browser);
    admin.page().navigate("/portal/company");
    admin.page().locator("#request").click();
    admin.page().getByText("Yes, ask to close it").click();
    assertThat(admin.page().locator("#closing .notice")).containsText("Takes effect");
    assertThat(admin.page().locator("#close")).hasCount(0);
    String approval = admin.page().locator("#cancel").getAttribute("data-approval");
    admin
        .api()
        .post("company/deletion/" + approval + "/execution", Map.of())
        .expectProblem(409, "SP-APPROVAL-REFUSED");
    admin.page().locator("#cancel").click();
    assertThat(admin.page().locator("#request")).isVisible();
    admin
        .api()
        .post("company/deletion/" + UUID.randomUUID() + "/execution", Map.of())
        .expectProblem(404, "SP-APPROVAL-UNKNOWN");
  }

  @Test
  void whatNobodyDecidedInTimeIsOverAndMayBeAskedForAgain(RunningDemo demo, Browser browser)
      throws Exception {
    Customer admin = Customer.registered(browser);
    Customer second = Customer.joined(browser, admin.invite("Second", "tenant-admin"));
    String approval = requested(admin);
    admin.api().post("company/deletion", Map.of()).expectProblem(409, "SP-APPROVAL-REFUSED");
    Administrator.later(demo, approval, "expires_at");
    second
        .api()
        .post("company/deletion/" + approval + "/approval", Map.of())
        .expectProblem(409, "SP-APPROVAL-REFUSED");
    Assertions.assertThat(requested(admin)).isNotEqualTo(approval);
  }

  private static String requested(Customer admin) {
    return admin
        .api()
        .post("company/deletion", Map.of())
        .expect(201)
        .json()
        .get("approval")
        .getAsString();
  }

  /** As an auditor does: from the key manifest, which is public. */
  private static ECKey nodeKey(RunningDemo demo, String id) throws Exception {
    JsonObject signed =
        JsonParser.parseString(
                Administrator.query(
                    demo,
                    "select document from sallyport.key_manifest where published_at is not null"
                        + " order by version desc limit 1"))
            .getAsJsonObject();
    String payload =
        new String(
            Base64.getUrlDecoder().decode(signed.get("payload").getAsString()),
            java.nio.charset.StandardCharsets.UTF_8);
    for (var each : JsonParser.parseString(payload).getAsJsonObject().getAsJsonArray("keys")) {
      JsonObject key = each.getAsJsonObject();
      if (key.get("id").getAsString().equals(id)) {
        return ECKey.parse(key.getAsJsonObject("jwk").toString());
      }
    }
    throw new AssertionError("the manifest does not list " + id);
  }
}
