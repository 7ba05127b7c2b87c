package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.statement.CertificateBaseAttestationStatement;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Authenticator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several passkeys for a person, passkeys that were copied, and confirming who one is. */
@ExtendWith(Site.class)
class PasskeysIT {
  private static final String FIRST = "First passkey";

  @Test
  void aSecondPasskeyTakesThePlaceOfTheFirst(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page = somebody.page();
    Portal portal = somebody.portal();
    Authenticator authenticator = browser.authenticator(page);
    page.navigate("/me/passkeys");
    assertThat(portal.passkey(FIRST)).containsText("Not since it was made");
    browser.picture(page, "passkeys-one");
    portal.passkey(FIRST).getByText("Remove").click();
    portal.expectProblem("SP-PASSKEY-LAST");
    browser.picture(page, "passkeys-last");

    List<JsonObject> first = authenticator.passkeys();
    authenticator.replace(List.of());
    portal.addPasskey("Key on a ring");
    portal.passkey("Key on a ring").getByLabel("Name").fill("Schlüssel");
    portal.passkey("Key on a ring").getByText("Rename").click();
    assertThat(portal.passkey("Schlüssel")).isVisible();
    browser.picture(page, "passkeys-two");
    portal.signOut().signIn();
    page.navigate("/me/passkeys");
    assertThat(portal.passkey("Schlüssel")).not().containsText("Not since it was made");

    portal.passkey(FIRST).getByText("Remove").click();
    assertThat(portal.passkey(FIRST)).hasCount(0);
    portal.passkey("Schlüssel").getByText("Remove").click();
    portal.expectProblem("SP-PASSKEY-LAST");
    portal.signOut();
    List<JsonObject> second = authenticator.passkeys();
    authenticator.replace(first);
    portal.failToSignIn();
    authenticator.replace(second);
    portal.signIn();
    page.navigate("/portal/activity");
    for (String act : List.of("Add a passkey", "Rename a passkey", "Remove a passkey")) {
      assertThat(page.locator("tbody")).containsText(act);
    }
  }

  @Test
  void anAuthenticatorMakesOnePasskeyForAPersonOnly(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page = somebody.page();
    page.navigate("/me/passkeys");
    page.locator("#add").getByLabel("Name").fill("Again");
    page.locator("#add button").click();
    somebody.portal().expectProblem("SP-PASSKEY-CANCELLED");
    assertThat(page.locator("#problem")).containsText("already has a passkey");
    Assertions.assertThat(own(somebody.api())).hasSize(1);
  }

  @Test
  void ofAllPasskeysThatAreRemovedAtOnceOneStays(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Authenticator authenticator = browser.authenticator(somebody.page());
    for (int i = 2; i <= 4; i++) {
      authenticator.replace(List.of());
      somebody.portal().addPasskey("Passkey " + i);
    }
    Object answers =
        somebody
            .page()
            .evaluate(
                """
                async ids => (await Promise.all(ids.map(id => fetch('/api/v1/me/passkeys/' + id,
                  {method: 'DELETE', headers: {'Content-Type': 'application/json'}})))).map(answer => answer.status)""",
                own(somebody.api()).stream().map(each -> each.get("id").getAsString()).toList());
    List<Object> statuses = new ArrayList<>((List<?>) requireNonNull(answers));
    Assertions.assertThat(statuses).containsExactlyInAnyOrder(204, 204, 204, 409);
    Assertions.assertThat(own(somebody.api())).hasSize(1);
  }

  @Test
  void nobodyElsesPasskeyIsThereToBeChanged(Browser browser) {
    Customer owner = Customer.registered(browser);
    Api stranger = Customer.registered(browser).api();
    String id = own(owner.api()).get(0).get("id").getAsString();
    for (String wrong : List.of(id, UUID.randomUUID().toString(), "1", "null")) {
      stranger
          .call("PUT", "me/passkeys/" + wrong, "application/json", "{\"name\": \"Mine\"}")
          .expectProblem(404, "SP-PASSKEY-UNKNOWN");
      stranger
          .call("DELETE", "me/passkeys/" + wrong, "application/json", null)
          .expectProblem(404, "SP-PASSKEY-UNKNOWN");
    }
    Assertions.assertThat(own(owner.api()).get(0).get("name").getAsString()).isEqualTo(FIRST);
  }

  @Test
  void aPasskeysNameIsVisibleAndShort(Browser browser) {
    Api api = Customer.registered(browser).api();
    String id = own(api).get(0).get("id").getAsString();
    for (String wrong : new String[] {"", "  ", "a".repeat(65), "a\u202eb", "a\nb"}) {
      api.post("me/passkeys/options", Map.of("name", wrong))
          .expectProblem(400, "SP-PASSKEY-NAME-INVALID");
      api.call("PUT", "me/passkeys/" + id, "application/json", named(wrong))
          .expectProblem(400, "SP-PASSKEY-NAME-INVALID");
    }
    api.call("PUT", "me/passkeys/" + id, "application/json", "{}")
        .expectProblem(400, "SP-PASSKEY-NAME-INVALID");
    api.call("PUT", "me/passkeys/" + id, "application/json", named(" e\u0301 ")).expect(204);
    Assertions.assertThat(own(api).get(0).get("name").getAsString()).isEqualTo("é");
  }

  @Test
  void aPasskeyWhoseCounterGoesBackIsLocked(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page = somebody.page();
    Portal portal = somebody.portal();
    Authenticator authenticator = browser.authenticator(page);
    List<JsonObject> copy = authenticator.passkeys();
    authenticator.replace(List.of());
    portal.addPasskey("Another");
    List<JsonObject> another = authenticator.passkeys();
    portal.signOut();

    authenticator.replace(withCounter(copy, 100));
    portal.signIn().signOut();
    authenticator.replace(withCounter(copy, 50));
    portal.failToSignIn();
    // Both are locked: nobody can say which of the two is the copy.
    authenticator.replace(withCounter(copy, 200));
    portal.failToSignIn();

    authenticator.replace(another);
    portal.signIn();
    page.navigate("/me/passkeys");
    assertThat(portal.passkey(FIRST)).containsText("somebody may have a copy of it");
    browser.picture(page, "passkeys-copied");
    // A passkey that does not sign in does not count as another.
    portal.passkey("Another").getByText("Remove").click();
    portal.expectProblem("SP-PASSKEY-LAST");
    page.navigate("/portal/activity");
    assertThat(page.locator("tbody")).containsText("Lock a passkey whose counter went back");
  }

  @Test
  void whatMattersNeedsAPasskeyThatWasUsedJustNow(RunningDemo demo, Browser browser)
      throws Exception {
    Customer somebody = Customer.registered(browser);
    Customer other = Customer.registered(browser);
    Page page = somebody.page();
    Administrator.laterForEverybody(demo, "fresh_until");
    Api api = somebody.api();
    String id = own(api).get(0).get("id").getAsString();
    api.post("sealing-tickets", Map.of()).expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
    api.post("me/passkeys/options", Map.of("name", "Another"))
        .expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
    api.call("DELETE", "me/passkeys/" + id, "application/json", null)
        .expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");

    // Somebody else at the desk, with a passkey of their own, confirms nothing.
    Authenticator authenticator = browser.authenticator(page);
    List<JsonObject> own = authenticator.passkeys();
    authenticator.replace(browser.authenticator(other.page()).passkeys());
    page.navigate("/me/passkeys");
    page.locator("#add").getByLabel("Name").fill("Another");
    page.locator("#add button").click();
    somebody.portal().expectProblem("SP-PASSKEY-REFUSED");
    api.post("sealing-tickets", Map.of()).expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");

    // The person is asked, and then it is done.
    authenticator.replace(own);
    page.locator(".passkey button[value=remove]").click();
    somebody.portal().expectProblem("SP-PASSKEY-LAST");
    api.post("sealing-tickets", Map.of()).expect(201);
    page.navigate("/portal/activity");
    assertThat(page.locator("tbody")).containsText("Confirm who is at the browser");
  }

  @Test
  void whereASiteDemandsAttestationOnlyAuthenticatorsThatItTrustsAreAccepted(
      RunningDemo demo, Browser browser) throws Exception {
    Page page = browser.newPerson();
    page.navigate("/register");
    Path maker = demo.settings().state().resolve("authenticators.pem");
    Files.writeString(maker, attestationCertificate(page));
    try {
      attest(demo, "required", demo.keys().authority());
      page.navigate("/register");
      page.getByLabel("Company").fill("Company");
      page.getByLabel("Your name").fill("Somebody");
      page.getByText("Create a passkey").click();
      new Portal(page).expectProblem("SP-PASSKEY-REFUSED");
      // The refused one stays on the authenticator, which would offer it for signing in.
      browser.authenticator(page).replace(List.of());
      attest(demo, "required", maker);
      new Portal(page).register("Company " + UUID.randomUUID(), "Somebody");
    } finally {
      attest(demo, "none", maker);
    }
    new Portal(page).signOut().signIn();
  }

  private static void attest(RunningDemo demo, String policy, Path authorities) throws Exception {
    Site.webNode(
        demo,
        node ->
            node.with("sallyport.passkey.attestation", policy)
                .with("sallyport.passkey.attestation.authorities", authorities));
  }

  /** What the maker of the page's authenticator vouches for it with, as PEM. */
  private static String attestationCertificate(Page page) {
    String object =
        (String)
            page.evaluate(
                """
                async () => (await navigator.credentials.create({publicKey: {
                  challenge: new Uint8Array(32), rp: {name: 'x'}, attestation: 'direct',
                  user: {id: new Uint8Array(16), name: 'x', displayName: 'x'},
                  pubKeyCredParams: [{type: 'public-key', alg: -7}]}})).toJSON().response.attestationObject""");
    AttestationObject attestation =
        requireNonNull(new AttestationObjectConverter(new ObjectConverter()).convert(object));
    CertificateBaseAttestationStatement statement =
        (CertificateBaseAttestationStatement) requireNonNull(attestation.getAttestationStatement());
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder()
              .encodeToString(
                  requireNonNull(statement.getX5c())
                      .getEndEntityAttestationCertificate()
                      .getCertificate()
                      .getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSessionEndsHoweverBusyItIs(RunningDemo demo, Browser browser) throws Exception {
    Customer somebody = Customer.registered(browser);
    somebody.api().get("me/passkeys").expect(200);
    Administrator.laterForEverybody(demo, "ends_at");
    somebody.api().get("me/passkeys").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    somebody.page().navigate("/portal/connections");
    somebody.page().waitForURL("**/sign-in?next=*");
    somebody.portal().signIn();
    somebody.api().get("me/passkeys").expect(200);
  }

  private static String named(String name) {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    return body.toString();
  }

  private static List<JsonObject> withCounter(List<JsonObject> passkeys, int count) {
    List<JsonObject> changed = passkeys.stream().map(JsonObject::deepCopy).toList();
    changed.forEach(each -> each.addProperty("signCount", count));
    return changed;
  }

  private static List<JsonObject> own(Api api) {
    JsonArray all =
        JsonParser.parseString(api.get("me/passkeys").expect(200).body()).getAsJsonArray();
    List<JsonObject> passkeys = new ArrayList<>();
    all.forEach(each -> passkeys.add(each.getAsJsonObject()));
    return passkeys;
  }
}
