package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.contract.onpremise.DialledOrder;
import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.OwnNode;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Stranger;
import io.sallyport.tests.site.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A customer's own node that nobody can reach: it opens connections to us. */
@ExtendWith(Site.class)
class DiallingIT {
  private static final List<String> ALL = List.of("see-instances", "read-objects");
  private static final int MEGABYTES = 1024;

  /** More than a node keeps ready. */
  private static final int AT_ONCE = 6;

  @Test
  void itLooksAndWorksAsAnyOtherConnection(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    OwnNode.enrolled(demo, customer);
    Page page = customer.page();
    page.navigate("/portal/connect-node");
    page.getByLabel("Alias").fill("Behind a firewall");
    page.getByLabel("Account ID").fill(OwnNode.ACCOUNT);
    page.locator("#node").selectOption("Ledger");
    page.getByLabel("It cannot be reached").check();
    assertThat(page.getByLabel("Endpoint")).isHidden();
    page.locator("#regions input[value='eu-central-1']").check();
    browser.picture(page, "connect-node-dials");
    page.getByText("Seal and store").click();
    page.waitForURL("**/portal/connection?id=*");
    customer.portal().expectState("Verified");
    customer.portal().listInstances("Behind a firewall", "eu-central-1");
    assertThat(page.locator("#instances")).containsText("ledger-1");
    page.navigate("/portal/nodes");
    assertThat(page.locator(".node")).containsText("Yes: connected now");
    assertThat(page.locator(".node")).containsText("Over a connection that it opened to us");
    browser.picture(page, "nodes-dialling");
    Assertions.assertThat(
            demo.onPremiseNode().run("doctor", "--authority", demo.keys().authority().toString()))
        .contains("ok    gate");
  }

  @Test
  void manyAskAtOnceAndToolsStreamObjects(RunningDemo demo, Browser browser) throws Exception {
    OwnNode own = OwnNode.dialling(demo, Customer.registered(browser), ALL);
    Program program = Program.of(demo, own.customer());
    List<CompletableFuture<Integer>> asking =
        IntStream.range(0, AT_ONCE)
            .mapToObj(each -> CompletableFuture.supplyAsync(() -> own.ask(program).status()))
            .toList();
    Assertions.assertThat(asking.stream().map(CompletableFuture::join)).containsOnly(200);
    String bucket = "ledger-" + UUID.randomUUID();
    new SandboxControl(demo).putObject(OwnNode.ACCOUNT, bucket, "big/object 1", MEGABYTES);
    String script =
        AwsCli.READ_WHOLE
            + """
              import boto3, os
              s3 = boto3.client('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL'])
              got = s3.get_object(Bucket='BUCKET', Key='big/object 1')
              read_whole(got)
              part = s3.get_object(Bucket='BUCKET', Key='big/object 1', Range='bytes=10-19')
              print(part['ContentRange'], len(part['Body'].read()))
              for each in range(3):
                  s3.get_object(Bucket='BUCKET', Key='big/object 1')['Body'].close()
              try:
                  s3.get_object(Bucket='BUCKET', Key='nothing')
              except Exception as e:
                  print(e)
              """
                .replace("BUCKET", bucket);
    Map<String, String> tools = own.tools(demo);
    CompletableFuture<AwsCli.Ended> reading =
        AwsCli.begin(() -> AwsCli.python(demo, script, tools));
    // The node gets its next certificate meanwhile: what is under way stays under the one before.
    Thread.sleep(1_500);
    Assertions.assertThat(demo.onPremiseNode().run("renew", "--now")).contains("Renewed until");
    Assertions.assertThat(reading).isNotDone();
    String read = reading.join().expectSuccess();
    Assertions.assertThat(read)
        .contains((MEGABYTES << 20) + " bytes 0 wrong", "bytes 10-19/" + (MEGABYTES << 20) + " 10")
        .contains("NoSuchKey");
    // What was given up half way blocks nothing.
    own.ask().expect(200);
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");
  }

  @Test
  void whatBreaksOffIsSaidAndAllIsWellAgainByItself(RunningDemo demo, Browser browser)
      throws Exception {
    OwnNode own = OwnNode.dialling(demo, Customer.registered(browser), List.of("see-instances"));
    own.expectBreakingOff(demo);

    // Killed while AWS is being asked: it may have been done, and its trail says so.
    new SandboxControl(demo).slowDown(OwnNode.ACCOUNT, 1);
    Program program = Program.of(demo, own.customer());
    CompletableFuture<Api.Answer> asking = CompletableFuture.supplyAsync(() -> own.ask(program));
    OwnNode.awaitIntent(demo, "DescribeInstances");
    ProcessHandle.of(demo.onPremiseNode().pid()).orElseThrow().destroyForcibly();
    asking.join().expectProblem(502, "SP-NODE-UNREACHABLE");
    own.ask().expectProblem(503, "SP-NODE-NOT-DIALLED");
    new SandboxControl(demo).forgetFaults();
    demo.onPremiseNode().close();
    demo.onPremiseNode().start();
    own.askUntil(200, Duration.ofSeconds(30));
    Assertions.assertThat(demo.onPremiseNode().run("verify-audit")).contains("Whole:");

    // Frozen for a minute, as when its network is cut: nobody waits for it, and it comes back.
    String pid = Long.toString(demo.onPremiseNode().pid());
    Command.run("kill", "-STOP", pid);
    try {
      own.ask().expectProblem(502, "SP-NODE-UNREACHABLE");
      own.askUntil(503, Duration.ofMinutes(2));
    } finally {
      Command.run("kill", "-CONT", pid);
    }
    own.askUntil(200, Duration.ofMinutes(2));

    // Our own node ends, and starts anew.
    demo.decryptNode().close();
    demo.decryptNode().start();
    own.askUntil(200, Duration.ofMinutes(2));

    // Revoked: its connections end.
    own.customer()
        .api()
        .call("DELETE", "on-premise-nodes/" + own.id(), "application/json", null)
        .expect(204);
    own.ask().expectProblem(409, "SP-NODE-REVOKED");
    Waiting.until(
        () -> Files.readString(demo.onPremiseNode().log()).contains("No connection to"),
        Duration.ofMinutes(2));
  }

  @Test
  void nobodyElseDialsInAndNothingElseIsThere(RunningDemo demo, Browser browser) throws Exception {
    String gate = "https://localhost:" + demo.settings().port(Port.DIAL);
    // The nodes' own authority is none here; nor is no certificate.
    for (Stranger each :
        List.of(
            new Stranger(null),
            Stranger.named(demo, "urn:sallyport:node:web-node:web-1"),
            Stranger.selfMade("urn:sallyport:onprem-node:" + UUID.randomUUID()))) {
      Assertions.assertThat(each.send(gate, null, new byte[0], null).status()).isZero();
    }
    // Who is let through TLS finds one path only; where web nodes ask, there is none to dial in.
    OwnNode.enrolled(demo, Customer.registered(browser));
    Path own = demo.onPremiseNode().server().resolve("keys/node.bcfks");
    Stranger node = Stranger.withKeys(own, demo.onPremiseNode().setting("sallyport.keys.password"));
    for (String path : List.of("/v1/requests", "/v1/enrolments", "/vault/state", "/")) {
      Assertions.assertThat(node.ask(gate + path).status()).as(path).isIn(401, 403, 404);
    }
    String internal = "https://localhost:" + demo.settings().port(Port.INTERNAL);
    Assertions.assertThat(node.ask(internal + DialledOrder.PATH).status()).isZero();
    Stranger web = Stranger.named(demo, "urn:sallyport:node:web-node:web-1");
    Assertions.assertThat(web.ask(internal + DialledOrder.PATH).status()).isIn(401, 403);
    Assertions.assertThat(Map.of("gate", node.ask(gate + DialledOrder.PATH).status()))
        .doesNotContainValue(200);
  }
}
