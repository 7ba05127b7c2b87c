package io.sallyport.tests;

import static io.sallyport.tests.site.Administrator.execute;
import static io.sallyport.tests.site.Administrator.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.NodeClient.NodeRefused;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.ShareSet;
import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.part.LibertyNode;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Custodian;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Ceremony;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.SecondNode;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two custodians and a customer: joining, sealing and unsealing, rotating both keys with envelopes
 * in flight, and moving everything to the new ones while the node is killed. In this order, since
 * people join once.
 */
@ExtendWith(Site.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VaultIT {
  private static Custodian ada;
  private static Custodian ben;
  private static Customer customer;
  private static SecondNode second;

  @Test
  @Order(1)
  void custodiansJoinOnceWithTheirLinks(RunningDemo demo, Browser browser) throws Exception {
    List<String> links = demo.facts().invitations();
    Page first = browser.newPerson();
    first.navigate(links.get(0));
    assertThat(first.url()).as("the code leaves the address bar").doesNotContain("#");
    browser.picture(first, "join");
    ada = new Custodian(first).join(links.get(0)).signOut().signIn();
    ben = new Custodian(browser.newPerson()).join(links.get(1));
    ada.expectNode("unsealed");
    browser.picture(ada.page(), "vault-nodes-unsealed");

    Page late = browser.newPerson();
    late.navigate(links.get(0));
    late.getByText("Create a passkey").click();
    new Custodian(late).expectProblem("SP-INVITATION-REFUSED");
  }

  @Test
  @Order(2)
  void custodiansAndCustomersSeeNothingOfEachOther(RunningDemo demo, Browser browser)
      throws Exception {
    customer = Customer.connected(demo, browser);
    for (String path : List.of("/vault/", "/vault/keys", "/vault/rewraps", "/vault/activity")) {
      assertThat(customer.page().navigate(path).status()).as(path).isEqualTo(403);
    }
    for (String path : List.of("/portal/connections", "/portal/keys", "/portal/activity")) {
      assertThat(ada.page().navigate(path).status()).as(path).isEqualTo(403);
    }
    browser.picture(ada.page(), "vault-forbidden");
    ada.expectProblem("SP-FORBIDDEN").page().navigate("/vault/");
    customer.page().navigate("/portal/connections");
    Api api = new Api(ada.page());
    api.get("connections").expectProblem(403, "SP-FORBIDDEN");
    api.post("sealing-tickets", Map.of()).expectProblem(403, "SP-FORBIDDEN");
  }

  @Test
  @Order(3)
  void aSealedNodeOpensNothingAndSaysSoUntilEnoughOfTheRightSharesAreThere(
      RunningDemo demo, Browser browser) throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    ada.expectNode("unsealed").press("Seal now").expectNode("sealed");
    assertThat(demo.decryptNode().isUp("live")).isTrue();
    assertThat(demo.decryptNode().isUp("ready")).isFalse();
    ask().expectProblem(503, "SP-VAULT-SEALED");
    browser.picture(ada.page(), "vault-nodes-sealed");

    ceremony.submit(1);
    ada.expectNode("unsealing").expectShares("1 of 2");
    browser.picture(ada.page(), "vault-nodes-unsealing");
    ask().expectProblem(503, "SP-VAULT-SEALED");
    assertRefused(() -> ceremony.submit(1), "share 1 is there already");
    assertRefused(
        () -> ceremony.custodian(1).submit(ceremony.share(2)), "you submitted share 1 already");
    assertRefused(
        () -> ceremony.custodian(2).submit(ceremony.share(2).replaceAll(".$", "")), "has the form");
    assertRefused(() -> ceremony.custodian(2).submit(slip(ceremony.share(2))), "check must agree");
    assertRefused(() -> ceremony.custodian(2).submit(foreign()), "belongs to set");

    ada.press("Forget submitted shares").expectNode("sealed").expectShares("0 of 2");
    ceremony.submit(3);
    assertThat(ceremony.submit(2).getBoolean("unsealed")).isTrue();
    ada.expectNode("unsealed");
    ask().expect(200);
  }

  @Test
  @Order(4)
  void aSignalSealsAndARestartForgetsTheSharesThatWereThere(RunningDemo demo) throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    new ProcessBuilder("kill", "-USR1", Long.toString(demo.decryptNode().pid())).start().waitFor();
    eventually(() -> !ceremony.custodian(1).state().getBoolean("unsealed"));
    ceremony.submit(1);
    demo.decryptNode().close();
    demo.decryptNode().launch();
    assertThat(ceremony.custodian(1).state().getJsonArray("submitted")).isEmpty();
    ask().expectProblem(503, "SP-VAULT-SEALED");
    ceremony.submit(2, 1);
    ask().expect(200);
  }

  @Test
  @Order(5)
  void theBrowserSealsForNothingThatTheRootDidNotSign(RunningDemo demo, Browser browser)
      throws Exception {
    Page page = customer.page();
    String root = customer.api().get("trust-root").expect(200).body();
    String manifest = customer.api().get("manifest").expect(200).body();
    assertThat(trust(page, manifest, root)).isEqualTo("1");
    JsonObject signed = com.google.gson.JsonParser.parseString(manifest).getAsJsonObject();

    JsonObject one = signed.deepCopy();
    one.getAsJsonArray("signatures").remove(0);
    assertThat(trust(page, one.toString(), root)).contains("too few signatures");
    JsonObject twice = signed.deepCopy();
    twice.getAsJsonArray("signatures").set(0, twice.getAsJsonArray("signatures").get(1));
    assertThat(trust(page, twice.toString(), root)).contains("not the root's");
    JsonObject altered = signed.deepCopy();
    altered.addProperty(
        "payload", signed.get("payload").getAsString().replaceFirst("^(.{40}).", "$1A"));
    assertThat(trust(page, altered.toString(), root))
        .contains("signature of the manifest is wrong");
    String stranger = new Ceremony(demo).manifest(manifest, draft -> draft);
    assertThat(trust(page, stranger, root.replaceFirst("\"threshold\":2", "\"threshold\":1")))
        .contains("root of trust has changed");
    assertThat(trustAt(page, manifest, root, Instant.now().plus(Duration.ofDays(31))))
        .contains("has expired");
    assertThat(trustAt(page, manifest, root, Instant.now().minus(Duration.ofDays(1))))
        .contains("from the future");
    page.evaluate("localStorage.setItem('sallyport.manifest', '7')");
    assertThat(trust(page, manifest, root)).contains("older than one this browser has seen");

    // In the form: nothing is sent.
    page.navigate("/portal/connect");
    customer.portal().fill(Customer.details("510000000000"));
    page.getByLabel("Alias").fill("Never");
    page.getByText("Seal and store").click();
    customer.portal().expectProblem("SP-SEALING-FAILED");
    browser.picture(page, "connect-not-trusted");
    page.evaluate("localStorage.removeItem('sallyport.manifest')");
    assertThat(customer.api().get("connections").body()).doesNotContain("Never");
  }

  @Test
  @Order(6)
  void bothKeysRotateWithEnvelopesInFlightAndNothingIsLost(RunningDemo demo, Browser browser)
      throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    for (int i = 0; i < 7; i++) {
      String account = "51000000001" + i;
      store("Before " + account, customer.api().leave(null), account);
    }
    JsonObject inFlight = customer.api().leave(null);

    String before = customer.api().get("manifest").body();
    Manifest first = SignedManifest.read(before.getBytes(StandardCharsets.UTF_8)).manifest();
    ECKey browserKey = ceremony.addBrowserKey();
    String certificate = ceremony.addOpenPgpKey();
    String second =
        ceremony.manifest(
            before, draft -> draft.browser(browserKey, true).openPgp(certificate, true));
    publish(second, 2);
    browser.picture(ada.page(), "vault-keys");
    PlaywrightAssertions.assertThat(ada.key(first.activeBrowserKey().id()))
        .containsText("decrypt-only");
    assertThat(ceremony.submit(1, 2).getJsonArray("keys")).hasSize(4);

    // A ticket that named the old key still works; the next one names the new one.
    store("In flight", inFlight, "510000000004");
    JsonObject leave = customer.api().leave(null);
    assertThat(Customer.key(leave).get("kid").getAsString()).isEqualTo(thumbprint(browserKey));
    store("After", leave, "510000000005");
    customer
        .api()
        .store(
            "Old key",
            customer.api().leave(null),
            customer
                .api()
                .seal(
                    Customer.details("510000000006"),
                    Customer.context(customer.api().leave(null)),
                    Customer.key(inFlight)))
        .expectProblem(422, "SP-ENVELOPE-KEY-UNKNOWN");
    ask().expect(200);
    customer.page().navigate("/portal/keys");
    PlaywrightAssertions.assertThat(customer.page().locator("#manifest-state[data-trusted=true]"))
        .containsText("version 2");
    PlaywrightAssertions.assertThat(customer.page().locator("#protection"))
        .containsText("Waits to be moved");
    browser.picture(customer.page(), "keys-waiting");
  }

  @Test
  @Order(7)
  void aRewrapGoesOnAfterTheNodeWasKilledAndTheOldKeysEndOnlyThen(RunningDemo demo, Browser browser)
      throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    String present = customer.api().get("manifest").body();
    Manifest manifest = SignedManifest.read(present.getBytes(StandardCharsets.UTF_8)).manifest();
    ListedKey.OpenPgpKey oldOuter = retired(manifest.openPgpKeys());
    ListedKey.BrowserKey oldInner = retired(manifest.browserKeys());

    // As long as records need them, they cannot end.
    String tooEarly =
        ceremony.manifest(
            present,
            draft ->
                draft
                    .change(oldOuter.id(), KeyState.DESTROYED)
                    .change(oldInner.id(), KeyState.DESTROYED));
    ada.propose(tooEarly);
    ada.page().locator(".waiting[data-version='3']").waitFor();
    ben.page().navigate("/vault/keys");
    ben.press("Approve and publish").expectProblem("SP-KEY-NEEDED");

    long count = count(demo, oldOuter.keyId());
    assertThat(count).isGreaterThanOrEqualTo(4);
    order(oldOuter.keyId(), "ROUTINE", 1);
    PlaywrightAssertions.assertThat(ada.page().locator(".run"))
        .containsText("another key custodian");
    ben.page().navigate("/vault/rewraps");
    ben.press("Approve and start");
    eventually(() -> count(demo, oldOuter.keyId()) < count);
    ben.page().navigate("/vault/rewraps");
    ben.press("Pause");
    PlaywrightAssertions.assertThat(ben.page().locator(".run[data-state=paused]")).isVisible();
    Thread.sleep(2_000);
    long paused = count(demo, oldOuter.keyId());
    Thread.sleep(3_000);
    assertThat(count(demo, oldOuter.keyId())).as("nothing moves").isEqualTo(paused).isPositive();
    browser.picture(ben.page(), "vault-rewraps-paused");
    ben.press("Resume");
    eventually(() -> count(demo, oldOuter.keyId()) < paused);
    ProcessHandle.of(demo.decryptNode().pid()).orElseThrow().destroyForcibly();
    eventually(() -> !demo.decryptNode().isRunning());
    long left = count(demo, oldOuter.keyId());
    assertThat(left).isPositive();
    demo.decryptNode().launch();
    ceremony.submit(1, 2);
    browser.picture(ben.page(), "vault-rewraps-running");
    eventually(() -> ended(demo, oldOuter.keyId()));
    assertThat(count(demo, oldOuter.keyId())).isZero();
    assertThat(report(demo, oldOuter.keyId())).isEqualTo(count + " " + count + " 0 0");

    long inner = count(demo, oldInner.id());
    order(oldInner.id(), "COMPROMISE", 100);
    ben.page().navigate("/vault/rewraps");
    ben.press("Approve and start");
    eventually(() -> ended(demo, oldInner.id()));
    assertThat(report(demo, oldInner.id())).isEqualTo(inner + " " + inner + " 0 0");
    ada.page().navigate("/vault/rewraps");
    browser.picture(ada.page(), "vault-rewraps-ended");

    ask().expect(200);
    ben.approve().expectVersion(3);
    PlaywrightAssertions.assertThat(ben.key(oldInner.id())).containsText("destroyed");
    ceremony.submit(1, 2);
    eventually(() -> ask().status() == 200);
    customer.page().navigate("/portal/keys");
    PlaywrightAssertions.assertThat(customer.page().locator("#protection"))
        .not()
        .containsText("Waits to be moved");
    browser.picture(customer.page(), "keys-current");
    ada.page().navigate("/vault/activity");
    PlaywrightAssertions.assertThat(ada.page().locator("#chain")).containsText("whole");
    browser.picture(ada.page(), "vault-activity");
  }

  @Test
  @Order(8)
  void fiveFailuresLockARecordUntilItIsSealedAgain(RunningDemo demo, Browser browser)
      throws Exception {
    // Somebody with the database swaps a signature: nothing opens any more.
    execute(
        demo,
        "alter table sallyport.sealed_envelope disable trigger user;"
            + " update sallyport.sealed_envelope set ingest_signature = 'e30.e30.e30'"
            + " where connection_id = '"
            + customer.connection()
            + "'; alter table sallyport.sealed_envelope enable trigger user");
    // Whoever is in goes on until AWS turns the session away.
    ask().expect(200);
    new SandboxControl(demo).age(customer.account(), Duration.ofMinutes(20));
    for (int i = 0; i < 7; i++) {
      ask().expectProblem(422, "SP-OPENING-REFUSED");
    }
    assertThat(
            query(
                demo,
                "select string_agg(outcome, ' ' order by sequence) from sallyport.audit_event"
                    + " where action = 'envelope.open' and phase = 'OUTCOME' and outcome <> 'ok'"
                    + " and subject = '"
                    + customer.connection()
                    + "'"))
        .isEqualTo("refused:INGEST_SIGNATURE ".repeat(5) + "refused:LOCKED refused:LOCKED");
    customer.page().navigate("/portal/keys");
    PlaywrightAssertions.assertThat(customer.page().locator("#protection")).containsText("Locked");
    sealAgain();
    ask().expect(200);
  }

  @Test
  @Order(9)
  void aSecondNodeUnsealsItselfByKmsAndGoesOnAloneWhenTheFirstDies(
      RunningDemo demo, Browser browser) throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    second = new SecondNode(demo);
    ECKey signing = second.makeKeys();
    second.wrapMasterKey();
    String present = customer.api().get("manifest").body();
    publish(
        ceremony.manifest(present, draft -> draft.node(NodeKind.DECRYPT, SecondNode.NAME, signing)),
        4);
    LibertyNode node = second.unsealingItself();
    try {
      webNodeAsking(demo, demo.settings().internalUrl() + "," + second.url());
      node.launch();
      eventually(() -> node.isUp("ready"));
      ada.signIn().page().navigate("/vault/");
      PlaywrightAssertions.assertThat(ada.page().locator(".node[data-state=unsealed]")).hasCount(2);
      browser.picture(ada.page(), "vault-two-nodes");
      customer.portal().signIn();
      ask().expect(200);

      demo.decryptNode().close();
      ask().expect(200);
      assertThat(forwarder(demo)).isEqualTo(SecondNode.NAME);
      ada.page().navigate("/vault/");
      browser.picture(ada.page(), "vault-one-of-two-nodes");

      // Sealed by a custodian it stays so, though KMS would unwrap the key again.
      assertThat(second.custodian(2).seal().getBoolean("unsealed")).isFalse();
      ask().expectProblem(503, "SP-VAULT-SEALED");
      demo.decryptNode().launch();
      ask().expectProblem(503, "SP-VAULT-SEALED");
      node.close();
      ask().expectProblem(503, "SP-VAULT-SEALED");

      // Where KMS fails the node is alive and sealed, and asks again.
      new SandboxControl(demo).breakUnwrapping(6);
      node.launch();
      assertThat(node.isUp("live")).isTrue();
      assertThat(node.isUp("ready")).isFalse();
      eventually(() -> node.isUp("ready"));
      ask().expect(200);
      assertThat(demo.decryptNode().isUp("ready")).isFalse();
    } finally {
      node.close();
      webNodeAsking(demo, demo.settings().internalUrl());
      if (!demo.decryptNode().isRunning()) {
        demo.decryptNode().launch();
      }
      ceremony.submit(1, 2);
    }
  }

  @Test
  @Order(10)
  void keysThatNeverLeaveATokenOpenWhatIsSealedForThem(RunningDemo demo, Browser browser)
      throws Exception {
    Ceremony ceremony = new Ceremony(demo);
    SecondNode.TokenKeys keys = second.makeTokenKeys();
    ada.signIn();
    ben.signIn();
    customer.portal().signIn();
    String present = customer.api().get("manifest").body();
    publish(
        ceremony.manifest(
            present,
            draft -> draft.browser(keys.browser(), true).openPgp(keys.certificate(), true)),
        5);
    LibertyNode node = second.openingItsToken();
    try {
      node.launch();
      eventually(() -> node.isUp("ready"));
      webNodeAsking(demo, second.url());
      customer.portal().signIn();
      ask().expectProblem(422, "SP-OPENING-REFUSED");
      sealAgain();
      ask().expect(200);
      ada.signIn().expectNode("unsealed");
      browser.picture(ada.page(), "vault-token");

      // What a custodian sealed stays sealed, until the node is started anew.
      assertThat(second.custodian(2).seal().getBoolean("unsealed")).isFalse();
      ask().expectProblem(503, "SP-VAULT-SEALED");
    } finally {
      node.close();
      webNodeAsking(demo, demo.settings().internalUrl());
    }
    // Back to keys of the site's own vault.
    ECKey browserKey = ceremony.addBrowserKey();
    String certificate = ceremony.addOpenPgpKey();
    ada.signIn();
    ben.signIn();
    customer.portal().signIn();
    publish(
        ceremony.manifest(
            customer.api().get("manifest").expect(200).body(),
            draft -> draft.browser(browserKey, true).openPgp(certificate, true)),
        6);
    ceremony.submit(1, 2);
    sealAgain();
    ask().expect(200);
  }

  private static void sealAgain() {
    // Leave to seal is for somebody who has used their passkey just now.
    customer.portal().signIn();
    customer.sealAgain(Customer.details(customer.account()));
    JsonObject tested =
        customer
            .api()
            .post("connections/" + customer.connection() + "/verifications", "")
            .expect(200)
            .json();
    assertThat(tested.get("state").getAsString()).as("%s", tested).isEqualTo("VERIFIED");
  }

  /** Starts the web node anew with another list of decrypt nodes. */
  private static void webNodeAsking(RunningDemo demo, String nodes) throws Exception {
    Site.webNode(demo, node -> node.with("sallyport.decrypt-nodes", nodes));
  }

  /** Who forwarded the customer's last request; each company has a sequence of its own. */
  private static String forwarder(RunningDemo demo) throws SQLException {
    return query(
        demo,
        "select node from sallyport.audit_event where action = 'request.forward'"
            + " and phase = 'OUTCOME' and subject = '"
            + customer.connection()
            + "' order by sequence desc limit 1");
  }

  private static Api.Answer ask() {
    return customer
        .api()
        .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of());
  }

  private static void store(String alias, JsonObject leave, String account) {
    customer
        .api()
        .store(
            alias,
            leave,
            customer
                .api()
                .seal(Customer.details(account), Customer.context(leave), Customer.key(leave)))
        .expect(201);
  }

  /** Ada proposes, cannot approve herself, and Ben approves. */
  private static void publish(String document, long version) {
    // What custodians do takes a passkey used in the last five minutes, however slow the machine
    // is.
    ada.signIn();
    ben.signIn();
    ada.propose("{}").expectProblem("SP-MANIFEST-REFUSED");
    ada.propose(document);
    PlaywrightAssertions.assertThat(ada.page().locator(".waiting"))
        .containsText("another key custodian must approve");
    ben.approve();
    ada.expectVersion(version);
  }

  private static void order(String kid, String mode, int perSecond) {
    Page page = ada.page();
    page.navigate("/vault/rewraps");
    page.getByLabel("Away from").selectOption(kid);
    page.getByLabel("How").selectOption(mode);
    page.getByLabel("At most").fill(Integer.toString(perSecond));
    ada.press("Order");
    PlaywrightAssertions.assertThat(page.locator(".run[data-state=ordered]"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
  }

  private static <K extends ListedKey> K retired(List<K> keys) {
    return keys.stream()
        .filter(key -> key.state() == KeyState.DECRYPT_ONLY)
        .findFirst()
        .orElseThrow();
  }

  /** What the portal's script says of a manifest: its version, or why it is not trusted. */
  private static String trust(Page page, String manifest, String root) {
    return trustAt(page, manifest, root, Instant.now());
  }

  private static String trustAt(Page page, String manifest, String root, Instant now) {
    return String.valueOf(
        page.evaluate(
            """
            async ([manifest, root, now]) => {
              const {verified} = await import('/assets/manifest.js');
              return verified(manifest, JSON.parse(root), now).then(trusted => String(trusted.version), error => error.message);
            }""",
            List.of(manifest, root, (double) now.toEpochMilli())));
  }

  private static void assertRefused(Callable<?> submission, String reason) {
    assertThatThrownBy(submission::call)
        .isInstanceOf(NodeRefused.class)
        .hasMessageContaining(reason);
  }

  private static String slip(String share) {
    char[] text = share.toCharArray();
    int at = share.length() - 20;
    text[at] = text[at] == 'A' ? 'B' : 'A';
    return new String(text);
  }

  private static String foreign() {
    try (MasterKey other = MasterKey.random()) {
      return ShareSet.split(other, 3, 2).shares().get(1).text();
    }
  }

  private static String thumbprint(ECKey key) throws Exception {
    return key.computeThumbprint().toString();
  }

  private static long count(RunningDemo demo, String kid) throws SQLException {
    return Long.parseLong(query(demo, "select sallyport.envelopes_needing('" + kid + "')"));
  }

  private static boolean ended(RunningDemo demo, String kid) throws SQLException {
    return "ended"
        .equals(
            query(demo, "select state from sallyport.rewrap_run where from_kid = '" + kid + "'"));
  }

  private static String report(RunningDemo demo, String kid) throws SQLException {
    return query(
        demo,
        "select concat_ws(' ', total, moved, passed, failed) from sallyport.rewrap_run"
            + " where from_kid = '"
            + kid
            + "'");
  }

  private static void eventually(Waiting.Question question) throws Exception {
    Waiting.until(question, Duration.ofMinutes(2));
  }
}
