package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import io.sallyport.api.order.Identity;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.OwnWish;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.StartRefused;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.OwnNode;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.HostsFile;
import io.sallyport.tests.site.Meddler;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Stranger;
import io.sallyport.tests.site.TlsOffers;
import io.sallyport.tests.site.Waiting;
import io.sallyport.tests.site.WrongClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API service alone, in a customer's own account, from its package. */
@ExtendWith(Site.class)
class OnPremiseIT {
  private static final String WEB = "urn:sallyport:node:web-node:web-1";
  private static final String DECRYPT = "urn:sallyport:node:decrypt-node:decrypt-1";
  private static final List<String> SEEING = List.of("see-instances");
  private static final String LISTED = "127.0.0.2";
  private static final String NOT_LISTED = "127.0.0.3";

  @Test
  void aNodeIsEnrolledConnectedAndAskedAsAnyOtherConnection(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    page.navigate("/portal/nodes");
    browser.picture(page, "nodes-empty");
    page.locator("#name").fill("Ledger");
    page.getByText("Add, and get a code").click();
    assertThat(page.locator("#command")).containsText("bin/enroll --portal");
    browser.picture(page, "nodes-code");
    String code = page.locator("#code").textContent();
    demo.onPremiseNode().close();
    Assertions.assertThat(demo.onPremiseNode().enrol(code)).contains("Enrolled as node");
    Assertions.assertThatThrownBy(() -> demo.onPremiseNode().enrol(code))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("SP-ENROLMENT-REFUSED");
    Assertions.assertThatThrownBy(
            () ->
                demo.onPremiseNode()
                    .run("enroll", "--portal", demo.settings().portalUrl(), "--code", code))
        .hasMessageContaining("--authority");
    demo.onPremiseNode().start();
    page.getByText("Done").click();
    assertThat(page.locator(".node")).containsText("Enrolled");
    browser.picture(page, "nodes-enrolled");

    page.navigate("/portal/connect-node");
    browser.picture(page, "connect-node");
    page.getByLabel("Alias").fill("Ledger account");
    page.getByLabel("Account ID").fill(OwnNode.ACCOUNT);
    page.locator("#node").selectOption("Ledger");
    page.getByLabel("Endpoint").fill(demo.onPremiseNode().endpoint());
    page.getByLabel("Networks").fill("127.0.0.0/8, ::1/128");
    page.locator("#regions input[value='eu-central-1']").check();
    page.getByText("Seal and store").click();
    page.waitForURL("**/portal/connection?id=*");
    customer.portal().expectState("Verified");
    browser.picture(page, "connection-node");
    String connection = customer.portal().connectionId();

    customer.portal().listInstances("Ledger account", "eu-central-1");
    for (String each : List.of("ledger-1", "ledger-2")) {
      assertThat(page.locator("#instances tbody")).containsText(each);
    }
    JsonObject answer =
        customer
            .api()
            .request(connection, "ec2", "DescribeInstances", "eu-central-1", Map.of())
            .expect(200)
            .json();
    page.navigate("/portal/connection?id=" + connection);
    assertThat(page.locator("#tools")).isVisible();
    page.navigate("/portal/requests");
    assertThat(page.locator("tbody tr").first()).containsText("node's entry ");
    browser.picture(page, "requests-node");
    page.navigate("/portal/activity");
    assertThat(page.locator("main")).containsText("Ask an on-premise node");
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");
    Assertions.assertThat(trail(demo)).contains(answer.get("requestId").getAsString());
    Assertions.assertThat(demo.onPremiseNode().run("doctor", doctor(demo)))
        .contains("ok    certificate", "ok    clock", "ok    standing", "ok    endpoint")
        .contains("ok    trail", "ok    disk")
        .contains(
            "ok    role         of account " + OwnNode.ACCOUNT,
            "ok    permission   ec2.DescribeInstances: AWS allows it.");
  }

  private static String[] doctor(RunningDemo demo) {
    return new String[] {"--authority", demo.keys().authority().toString()};
  }

  private static String trail(RunningDemo demo) throws Exception {
    Path folder = demo.onPremiseNode().server().resolve("trail");
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void onlyGenuineOrdersOfDecryptNodesAreTaken(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    String node = OwnNode.enrolled(demo, customer);
    String endpoint = demo.onPremiseNode().endpoint();
    String before = trail(demo);
    TenantId tenant = TenantId.parse(demo.onPremiseNode().setting("sallyport.onprem.tenant"));
    byte[] body =
        new Gson()
            .toJson(
                Map.of(
                    "kind",
                    "OPERATION",
                    "requestId",
                    UUID.randomUUID().toString(),
                    "person",
                    UUID.randomUUID().toString(),
                    "service",
                    "ec2",
                    "operation",
                    "DescribeInstances",
                    "region",
                    "eu-central-1",
                    "parameters",
                    Map.of(),
                    "dryRun",
                    false,
                    "knownSequence",
                    0))
            .getBytes(StandardCharsets.UTF_8);
    Stranger genuine = Stranger.named(demo, DECRYPT);
    Instant now = Instant.now();
    NodeId mine = NodeId.parse(node);

    TlsOffers.requireStrongOnly(demo, Port.ON_PREMISE);
    // TLS lets nobody in who has no certificate of the nodes' authority that is good.
    Stranger nobody = new Stranger(null);
    Stranger selfMade = Stranger.selfMade(DECRYPT);
    for (Stranger each :
        List.of(nobody, selfMade, Stranger.named(demo, DECRYPT, Duration.ofSeconds(-1)))) {
      Assertions.assertThat(
              each.send(endpoint, sign(genuine, tenant, mine, body, now), body, null).status())
          .isZero();
    }
    // A web node is none that orders, whether it shows that certificate or signs with it.
    Stranger web = Stranger.named(demo, WEB);
    refused(web.send(endpoint, sign(genuine, tenant, mine, body, now), body, null));
    refused(genuine.send(endpoint, sign(web, tenant, mine, body, now), body, null));
    refused(genuine.send(endpoint, sign(selfMade, tenant, mine, body, now), body, null));
    // Not signed, for others, changed, late, early.
    refused(genuine.send(endpoint, null, body, null));
    refused(genuine.send(endpoint, "a.b.c", body, null));
    refused(
        genuine.send(
            endpoint, sign(genuine, new TenantId(UUID.randomUUID()), mine, body, now), body, null));
    refused(genuine.send(endpoint, sign(genuine, tenant, NodeId.random(), body, now), body, null));
    byte[] changed = body.clone();
    changed[changed.length - 2] ^= 1;
    refused(genuine.send(endpoint, sign(genuine, tenant, mine, body, now), changed, null));
    for (Duration off : List.of(Duration.ofMinutes(-10), Duration.ofMinutes(10))) {
      refused(genuine.send(endpoint, sign(genuine, tenant, mine, body, now.plus(off)), body, null));
    }
    Assertions.assertThat(trail(demo)).isEqualTo(before);

    // And the genuine one, once.
    String signature = sign(genuine, tenant, mine, body, Instant.now());
    Stranger.Answer taken = genuine.send(endpoint, signature, body, null);
    Assertions.assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    Assertions.assertThat(taken.receipt()).isNotNull();
    refused(genuine.send(endpoint, signature, body, null));
    // What a proxy that nobody knows says of itself changes nothing.
    Assertions.assertThat(
            genuine
                .send(
                    endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, "203.0.113.7")
                .status())
        .isEqualTo(200);

    // From another address than listed, nobody is let in; through a known proxy only who is.
    demo.onPremiseNode().close();
    demo.onPremiseNode()
        .with("sallyport.onprem.networks", "198.51.100.0/24")
        .with("sallyport.onprem.proxies", "127.0.0.0/8")
        .configure();
    demo.onPremiseNode().start();
    try {
      refused(genuine.send(endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, null));
      refused(
          genuine.send(
              endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, "203.0.113.7"));
      Assertions.assertThat(
              genuine
                  .send(
                      endpoint,
                      sign(genuine, tenant, mine, body, Instant.now()),
                      body,
                      "203.0.113.7, 198.51.100.9")
                  .status())
          .isEqualTo(200);
      // What the process before took is not taken again.
      refused(genuine.send(endpoint, signature, body, "198.51.100.9"));

      // Two addresses of the same machine, of which one is listed; and a certificate that was lost.
      Stranger lost = Stranger.named(demo, DECRYPT);
      demo.onPremiseNode().close();
      demo.onPremiseNode()
          .with("sallyport.onprem.networks", LISTED + "/32")
          .with("sallyport.onprem.lost-certificates", openSslSerial(lost))
          .without("sallyport.onprem.proxies")
          .configure();
      demo.onPremiseNode().start();
      refused(
          genuine
              .from(NOT_LISTED)
              .send(endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, LISTED));
      Assertions.assertThat(
              genuine
                  .from(LISTED)
                  .send(endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, null)
                  .status())
          .isEqualTo(200);
      refused(
          lost.from(LISTED)
              .send(endpoint, sign(genuine, tenant, mine, body, Instant.now()), body, null));
      refused(
          genuine
              .from(LISTED)
              .send(endpoint, sign(lost, tenant, mine, body, Instant.now()), body, null));
    } finally {
      demo.onPremiseNode().close();
      demo.onPremiseNode().without("sallyport.onprem.networks");
      demo.onPremiseNode().without("sallyport.onprem.lost-certificates");
      demo.onPremiseNode().without("sallyport.onprem.proxies").configure();
    }
  }

  /** As {@code openssl x509 -text} prints it. */
  private static String openSslSerial(Stranger of) {
    String hex = of.identity().certificate().getSerialNumber().toString(16);
    return (hex.length() % 2 == 0 ? hex : "0" + hex)
        .toUpperCase(Locale.ROOT)
        .replaceAll("(..)(?!$)", "$1:");
  }

  private static String sign(Stranger by, TenantId tenant, NodeId node, byte[] body, Instant at) {
    return OrderSignature.sign(by.identity(), UUID.randomUUID(), tenant, node, body, at);
  }

  /** All alike: whoever is refused learns nothing. */
  private static void refused(Stranger.Answer answer) {
    Assertions.assertThat(answer.status()).isEqualTo(403);
    Assertions.assertThat(answer.receipt()).isNull();
    Assertions.assertThat(answer.body()).contains("SP-NODE-REFUSED").doesNotContain("signature");
  }

  @Test
  void whatTheNodeDoesNotAllowOrIsRevokedOrToldOtherwiseIsSaidAndNotDone(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    OwnNode own = OwnNode.connected(demo, customer, SEEING);
    own.ask().expect(200);
    AwsCli.script(demo, "aws sts get-caller-identity", own.tools(demo)).expectSuccess();

    // Its own list is narrower than what the connection was made for.
    String wider =
        OwnNode.seal(
            demo, customer, own.id(), demo.onPremiseNode().endpoint(), List.of("see-metrics"));
    JsonObject tested =
        customer.api().post("connections/" + wider + "/verifications", "").expect(200).json();
    Assertions.assertThat(tested.get("state").getAsString()).isEqualTo("DEGRADED");
    Assertions.assertThat(codes(tested)).contains("SP-CHECK-NODE-LACKS");
    customer
        .api()
        .request(wider, "cloudwatch", "ListMetrics", Customer.REGION, Map.of())
        .expectProblem(403, "SP-NODE-OPERATION-NOT-ALLOWED");

    // Metadata and private addresses that nobody named are never asked.
    for (String endpoint :
        List.of("https://169.254.169.254", "https://10.0.0.1:9443", "https://[::ffff:a9fe:a9fe]")) {
      String elsewhere = OwnNode.seal(demo, customer, own.id(), endpoint, SEEING);
      Assertions.assertThat(
              codes(
                  customer
                      .api()
                      .post("connections/" + elsewhere + "/verifications", "")
                      .expect(200)
                      .json()))
          .contains("SP-CHECK-NODE-ADDRESS-REFUSED");
    }
    // Whoever else answers is not the node.
    String portal = OwnNode.seal(demo, customer, own.id(), demo.settings().portalUrl(), SEEING);
    Assertions.assertThat(
            codes(
                customer
                    .api()
                    .post("connections/" + portal + "/verifications", "")
                    .expect(200)
                    .json()))
        .contains("SP-CHECK-NODE-NOT-TRUSTED");

    // Renewed while it runs: the certificate from before stays good, then the new one is shown.
    Path keys = demo.onPremiseNode().server().resolve("keys/node.bcfks");
    byte[] older = Files.readAllBytes(keys);
    Assertions.assertThat(demo.onPremiseNode().run("renew", "--now")).contains("Renewed until");
    Assertions.assertThat(olderEnds(demo, own, "47 hours")).isFalse();
    Assertions.assertThat(olderEnds(demo, own, "49 hours")).isTrue();
    // One that does not renew itself is told of on every page, before and after it ends.
    for (Map.Entry<String, String> end :
        List.of(
            Map.entry("14 days", "has not renewed it"),
            Map.entry("-1 hours", "is not trusted any more"))) {
      Administrator.execute(
          demo,
          "update sallyport.on_premise_node set not_after = now() + interval '%s' where id = '%s'"
              .formatted(end.getKey(), own.id()));
      customer.page().navigate("/portal/connections");
      assertThat(customer.page().locator("[data-ending]")).containsText(end.getValue());
    }
    browser.picture(customer.page(), "node-certificate-ended");
    Administrator.execute(
        demo,
        "update sallyport.on_premise_node set not_after = now() + interval '90 days' where id = '%s'"
            .formatted(own.id()));
    customer.page().navigate("/portal/connections");
    assertThat(customer.page().locator("[data-ending]")).hasCount(0);
    // Once it signs with the new key everywhere, the older one is good for nothing any more.
    Waiting.until(
        () -> own.ask().expect(200).status() == 200 && olderEnds(demo, own, "2 minutes"),
        Duration.ofSeconds(60));
    // Two days later whoever kept a copy of the older key renews nothing with it.
    byte[] newer = Files.readAllBytes(keys);
    Administrator.execute(
        demo,
        "update sallyport.on_premise_node set before_until = now() where id = '" + own.id() + "'");
    Files.write(keys, older);
    Assertions.assertThatThrownBy(() -> demo.onPremiseNode().run("renew", "--now"))
        .hasMessageContaining("SP-ENROLMENT-REFUSED");
    Files.write(keys, newer);
    own.askUntil(200, Duration.ofSeconds(30));

    // A trail that lost its end contradicts our receipts.
    demo.onPremiseNode().close();
    own.ask().expectProblem(502, "SP-NODE-UNREACHABLE");

    // By a wrong clock it finds each order to be of another time.
    Map<String, String> wrong = WrongClock.ahead(Duration.ofMinutes(10));
    wrong.forEach(demo.onPremiseNode()::withEnvironment);
    try {
      demo.onPremiseNode().start();
      Assertions.assertThat(own.ask().expectProblem(502, "SP-NODE-REFUSED").body())
          .containsPattern("clock seems to be (599|600|601) seconds ahead of ours");
      Assertions.assertThatThrownBy(() -> demo.onPremiseNode().run("doctor", doctor(demo)))
          .hasMessageContaining("ahead of the portal's: set it by NTP");
    } finally {
      demo.onPremiseNode().close();
      demo.onPremiseNode().withoutEnvironment(wrong.keySet());
    }

    Path trail = demo.onPremiseNode().server().resolve("trail/0000000000000001.trail");
    List<String> lines = Files.readAllLines(trail);
    Files.write(trail, lines.subList(0, 1));
    demo.onPremiseNode().start();
    // The first request sees it, and has the connection tested at once.
    own.ask().expect(200);
    Waiting.until(() -> own.state().equals("BROKEN"), Duration.ofSeconds(90));
    Assertions.assertThat(customer.api().get("activity").expect(200).body())
        .contains("\\\"trail\\\":\\\"differs\\\"", "signedReceipt");
    // Also when it has grown beyond what it was since.
    JsonObject shortened = own.test();
    while (Files.readAllLines(trail).size() <= lines.size()) {
      shortened = own.test();
    }
    Assertions.assertThat(shortened.get("state").getAsString()).isEqualTo("BROKEN");
    Assertions.assertThat(codes(shortened)).contains("SP-CHECK-TRAIL-DIFFERS");
    own.ask().expectProblem(409, "SP-CONNECTION-NOT-VERIFIED");

    // One that was changed keeps the node from starting.
    demo.onPremiseNode().close();
    Files.writeString(trail, lines.get(0).replace("INTENT", "intent") + "\n");
    Assertions.assertThatThrownBy(() -> demo.onPremiseNode().run("verify-audit"))
        .hasMessageContaining("NOT WHOLE");
    Files.delete(trail);

    // Revoked from our side: at once, and for good.
    customer
        .api()
        .call("DELETE", "on-premise-nodes/" + own.id(), "application/json", null)
        .expect(204);
    demo.onPremiseNode().start();
    Assertions.assertThat(codes(own.test())).contains("SP-CHECK-NODE-REVOKED");
    customer
        .api()
        .post("on-premise-nodes/" + own.id() + "/codes", Map.of())
        .expectProblem(409, "SP-NODE-REVOKED");
    demo.onPremiseNode().close();
  }

  @Test
  void aNodeLeavesByItsOwnWordAndByNobodyElses(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    OwnNode own = OwnNode.connected(demo, customer, SEEING);
    Path server = demo.onPremiseNode().server();
    Path keys = server.resolve("keys/node.bcfks");
    Identity itself =
        Stranger.withKeys(keys, demo.onPremiseNode().setting("sallyport.keys.password")).identity();
    byte[] id = own.id().getBytes(StandardCharsets.US_ASCII);
    Instant now = Instant.now();
    for (String signed :
        List.of(
            "",
            "e30.e30.e30",
            OwnWish.DEPARTURE.sign(Stranger.selfMade(DECRYPT).identity(), id, now),
            OwnWish.DEPARTURE.sign(itself, new byte[] {1}, now),
            OwnWish.DEPARTURE.sign(itself, id, now.minus(Duration.ofMinutes(10))),
            OwnWish.RENEWAL.sign(itself, id, now))) {
      customer
          .api()
          .post("node-departures", Map.of("node", own.id(), "departure", signed))
          .expectProblem(403, "SP-ENROLMENT-REFUSED");
      // How it stands is told to nobody else either.
      customer
          .api()
          .post("node-standings", Map.of("node", own.id(), "standing", signed))
          .expectProblem(403, "SP-ENROLMENT-REFUSED");
    }
    customer
        .api()
        .post(
            "node-standings",
            Map.of("node", own.id(), "standing", OwnWish.STANDING.sign(itself, id, now)))
        .expect(204);
    own.ask().expect(200);

    Path settings = server.resolve("configDropins/overrides/00-enrolment.xml");
    byte[] key = Files.readAllBytes(keys);
    byte[] enrolment = Files.readAllBytes(settings);
    Assertions.assertThat(demo.onPremiseNode().run("leave"))
        .contains("Node " + own.id() + " is revoked.", "bin/sallyport-node stop");
    Assertions.assertThat(keys).doesNotExist();
    Assertions.assertThat(server.resolve("keys/node-ca.bcfks")).doesNotExist();
    Assertions.assertThat(settings).doesNotExist();
    Assertions.assertThat(codes(own.test())).contains("SP-CHECK-NODE-REVOKED");
    own.ask().expectProblem(409, "SP-CONNECTION-NOT-VERIFIED");
    Assertions.assertThatThrownBy(() -> demo.onPremiseNode().run("leave"))
        .hasMessageContaining("not enrolled");
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");
    // Whoever was interrupted before it was deleted is told how to finish.
    Files.write(keys, key);
    Files.write(settings, enrolment);
    Assertions.assertThatThrownBy(
            () ->
                demo.onPremiseNode()
                    .run("leave", "--authority", demo.keys().authority().toString()))
        .hasMessageContaining("SP-ENROLMENT-REFUSED")
        .hasMessageContaining("bin/leave --here-only");
    Assertions.assertThatThrownBy(() -> demo.onPremiseNode().run("doctor", doctor(demo)))
        .hasMessageContaining("WRONG standing     SP-ENROLMENT-REFUSED");
    Files.delete(keys);
    Assertions.assertThat(demo.onPremiseNode().run("leave", "--here-only"))
        .contains("deleted here");
    Assertions.assertThat(settings).doesNotExist();
    Page page = customer.page();
    page.navigate("/portal/nodes");
    assertThat(page.locator(".node")).hasCount(0);
    page.navigate("/portal/activity");
    assertThat(page.locator("tbody tr").filter(new FilterOptions().setHasText("Revoke")).first())
        .containsText("A node by itself");
    // It comes back as another node, and goes on with its trail.
    OwnNode.enrolled(demo, customer);
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");
  }

  private static boolean olderEnds(RunningDemo demo, OwnNode own, String within) throws Exception {
    return "t"
        .equals(
            Administrator.query(
                demo,
                "select before_until < now() + interval '%s' from sallyport.on_premise_node where id = '%s'"
                    .formatted(within, own.id())));
  }

  private static List<String> codes(JsonObject tested) {
    return tested.getAsJsonArray("checks").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(check -> check.get("code").getAsString())
        .toList();
  }

  @Test
  void aNameThatLeadsElsewhereLaterIsNotFollowed(RunningDemo demo, Browser browser)
      throws Exception {
    String name = "node.ledger.example";
    HostsFile names = new HostsFile(demo.settings().names().orElseThrow());
    names.write(Map.of(name, "127.0.0.1"));
    try {
      Customer customer = Customer.registered(browser);
      String node = OwnNode.enrolled(demo, customer);
      OwnNode own =
          OwnNode.tested(
              demo,
              customer,
              node,
              demo.onPremiseNode().endpoint().replace("localhost", name),
              SEEING);
      own.ask().expect(200);
      String before = trail(demo);
      for (String elsewhere : List.of("169.254.169.254", "fd00:ec2::254", "10.0.0.1", "0.0.0.0")) {
        names.write(Map.of(name, elsewhere));
        // What was connected before goes where it went; the next one is looked at.
        Waiting.until(
            () -> codes(own.test()).contains("SP-CHECK-NODE-ADDRESS-REFUSED"),
            Duration.ofSeconds(30));
        own.ask().expectProblem(409, "SP-CONNECTION-NOT-VERIFIED");
        names.write(Map.of(name, "127.0.0.1"));
        Assertions.assertThat(own.test().get("state").getAsString()).isEqualTo("VERIFIED");
      }
      own.ask().expect(200);
      Assertions.assertThat(trail(demo)).startsWith(before);
    } finally {
      names.write(Map.of());
    }
  }

  @Test
  void oneThatIsKilledOrCutOffLosesNothingAndDoesNothingTwice(RunningDemo demo, Browser browser)
      throws Exception {
    OwnNode own =
        OwnNode.connected(
            demo, Customer.registered(browser), List.of("see-instances", "run-spot-instances"));
    Program program = Program.of(demo, own.customer());
    int before = own.instances();
    Map<String, Object> launch = Api.launch(Customer.REGION);
    String path = "connections/" + own.customer().connection() + "/requests";
    String scopes = "requests:send requests:write";
    String key = UUID.randomUUID().toString();

    // Killed while AWS launches: whoever asks again gets what was launched.
    new SandboxControl(demo).fault(OwnNode.ACCOUNT, "RunInstances", "slow", 1);
    CompletableFuture<Api.Answer> cutOff =
        CompletableFuture.supplyAsync(
            () -> program.post(path, launch, scopes, "Idempotency-Key", key));
    OwnNode.awaitIntent(demo, "RunInstances");
    Thread.sleep(1_000);
    ProcessHandle.of(demo.onPremiseNode().pid()).orElseThrow().destroyForcibly();
    cutOff.join().expectProblem(502, "SP-NODE-UNREACHABLE");
    new SandboxControl(demo).forgetFaults();
    demo.onPremiseNode().close();
    demo.onPremiseNode().start();
    Waiting.until(() -> own.instances() == before + 1, Duration.ofSeconds(30));
    program.post(path, launch, scopes, "Idempotency-Key", key).expect(200);
    Assertions.assertThat(own.instances()).isEqualTo(before + 1);
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");

    own.expectBreakingOff(demo);

    // Cut off: said when nobody waits any longer, and well again by itself.
    String pid = Long.toString(demo.onPremiseNode().pid());
    Command.run("kill", "-STOP", pid);
    try {
      own.ask().expectProblem(502, "SP-NODE-UNREACHABLE");
    } finally {
      Command.run("kill", "-CONT", pid);
    }
    own.askUntil(200, Duration.ofSeconds(30));
  }

  @Test
  void anAnswerThatIsNotTheNodesOrNotToThatOrderIsNotUsed(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    String node = OwnNode.enrolled(demo, customer);
    String endpoint = demo.onPremiseNode().endpoint();
    Stranger itself =
        Stranger.withKeys(
            demo.onPremiseNode().server().resolve("keys/node.bcfks"),
            demo.onPremiseNode().setting("sallyport.keys.password"));
    new SandboxControl(demo).putObject(OwnNode.ACCOUNT, "ledger-" + node, "entries", 1);
    try (Meddler meddler = new Meddler(itself, Stranger.named(demo, DECRYPT), endpoint)) {
      OwnNode own =
          OwnNode.tested(
              demo, customer, node, meddler.endpoint(), List.of("see-instances", "read-objects"));
      Map<String, String> tools = own.tools(demo);
      String read = "aws s3 cp --only-show-errors s3://ledger-%s/entries - | wc -c".formatted(node);
      Assertions.assertThat(AwsCli.script(demo, read, tools).expectSuccess().strip())
          .isEqualTo(Integer.toString(1 << 20));
      AtomicReference<Stranger.Answer> earlier = new AtomicReference<>();
      meddler.change(
          answer -> {
            earlier.set(answer);
            return answer;
          });
      own.ask().expect(200);
      for (UnaryOperator<Stranger.Answer> change :
          List.<UnaryOperator<Stranger.Answer>>of(
              answer -> new Stranger.Answer(200, answer.headers(), changed(answer.content(), 9)),
              answer -> new Stranger.Answer(201, answer.headers(), answer.content()),
              answer -> new Stranger.Answer(200, Map.of(), answer.content()),
              answer ->
                  new Stranger.Answer(
                      200,
                      Map.of(NodeOrder.RECEIPT, mixed(answer.receipt(), earlier.get().receipt())),
                      earlier.get().content()),
              answer -> earlier.get())) {
        meddler.change(change);
        own.ask().expectProblem(502, "SP-NODE-NOT-TRUSTED");
      }
      meddler.change(answer -> new Stranger.Answer(answer.status(), Map.of(), answer.content()));
      Assertions.assertThat(codes(own.test())).contains("SP-CHECK-NODE-NOT-TRUSTED");
      meddler.change(UnaryOperator.identity());
      Assertions.assertThat(own.test().get("state").getAsString()).isEqualTo("VERIFIED");

      // What is streamed breaks off before it looks whole; its beginning is looked at first.
      meddler.change(
          answer ->
              new Stranger.Answer(
                  200, answer.headers(), changed(answer.content(), answer.content().length / 2)));
      String whole = read.replace("| wc -c", "> /dev/null");
      Assertions.assertThat(AwsCli.script(demo, whole, tools).status()).isNotZero();
      meddler.change(
          answer -> {
            Map<String, String> headers = new HashMap<>(answer.headers());
            headers.computeIfPresent(
                AnswerHead.HEADER,
                (name, head) ->
                    Base64.getEncoder()
                        .encodeToString(
                            new String(Base64.getDecoder().decode(head), StandardCharsets.UTF_8)
                                .replace("1048576", "1048575")
                                .getBytes(StandardCharsets.UTF_8)));
            return new Stranger.Answer(200, headers, answer.content());
          });
      AwsCli.Ended begun = AwsCli.script(demo, whole, tools);
      Assertions.assertThat(begun.status()).isNotZero();
      Assertions.assertThat(begun.output()).contains("502");
    }

    // The endpoint answers as the node of another company, whose certificate is as genuine.
    OwnNode own = OwnNode.tested(demo, customer, node, endpoint, SEEING);
    OwnNode others = OwnNode.connected(demo, Customer.registered(browser), SEEING);
    own.ask().expectProblem(502, "SP-NODE-NOT-TRUSTED");
    Assertions.assertThat(codes(own.test())).contains("SP-CHECK-NODE-NOT-TRUSTED");
    others.ask().expect(200);
  }

  /** The claims of the second receipt between the header and the signature of the first. */
  private static String mixed(String one, String other) {
    String[] parts = one.split("\\.");
    return parts[0] + "." + other.split("\\.")[1] + "." + parts[2];
  }

  private static byte[] changed(byte[] content, int at) {
    byte[] other = content.clone();
    other[at] ^= 1;
    return other;
  }

  @Test
  void anotherCompanysNodeIsUnknown(RunningDemo demo, Browser browser) throws Exception {
    Customer one = Customer.registered(browser);
    String node =
        one.api()
            .post("on-premise-nodes", Map.of("name", "Mine"))
            .expect(201)
            .json()
            .get("id")
            .getAsString();
    one.api()
        .post("on-premise-nodes", Map.of("name", "mine"))
        .expectProblem(400, "SP-NODE-NAME-INVALID");
    Customer other = Customer.registered(browser);
    Api api = other.api();
    Assertions.assertThat(api.get("on-premise-nodes").expect(200).body()).isEqualTo("[]");
    api.post("on-premise-nodes/" + node + "/codes", Map.of()).expectProblem(404, "SP-NODE-UNKNOWN");
    api.call("DELETE", "on-premise-nodes/" + node, "application/json", null)
        .expectProblem(404, "SP-NODE-UNKNOWN");
    api.post(
            "node-enrolments",
            Map.of("code", "AAAA-BBBB-CCCC", "request", "AAAA", "release", "0.1.0"))
        .expectProblem(403, "SP-ENROLMENT-REFUSED");
    String elsewhere = OwnNode.seal(demo, other, node, demo.onPremiseNode().endpoint(), SEEING);
    Assertions.assertThat(
            codes(api.post("connections/" + elsewhere + "/verifications", "").expect(200).json()))
        .contains("SP-CHECK-NODE-REVOKED");
  }
}
