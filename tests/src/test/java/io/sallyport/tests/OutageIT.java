package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.tests.site.Administrator.execute;

import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.StartRefused;
import io.sallyport.demo.part.LibertyNode;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import io.sallyport.tests.site.WrongClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts that go away and come back: said plainly, and nothing is lost. */
@ExtendWith(Site.class)
class OutageIT {
  @Test
  void whileTheDecryptNodeIsDownThePortalSaysSoAndItWorksAgainWhenItIsBack(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer =
        Customer.connected(demo, browser, List.of("see-instances", "run-spot-instances"));
    Map<String, Object> launch = Api.launch(Customer.REGION);
    String key = UUID.randomUUID().toString();
    String path = "connections/" + customer.connection() + "/requests";
    Program program = Program.of(demo, customer);
    String scopes = "requests:send requests:write";
    new SandboxControl(demo).fault(customer.account(), "RunInstances", "slow", 1);
    ExecutorService others = Executors.newSingleThreadExecutor();
    Future<Api.Answer> cutOff =
        others.submit(() -> program.post(path, launch, scopes, "Idempotency-Key", key));
    others.shutdown();
    // When the role was entered AWS is asked, and takes ten seconds.
    Waiting.until(
        () ->
            !"0"
                .equals(
                    Administrator.query(
                        demo,
                        "select count(*) from sallyport.audit_event where action = 'role.assume'"
                            + " and phase = 'OUTCOME' and facts like '%ec2:RunInstances%'"
                            + " and subject = '"
                            + customer.connection()
                            + "'")),
        Duration.ofSeconds(20));
    Thread.sleep(1_000);
    ProcessHandle.of(demo.decryptNode().pid()).orElseThrow().destroyForcibly();
    cutOff.get(30, TimeUnit.SECONDS).expectProblem(503, "SP-DECRYPT-NODE-UNAVAILABLE");
    demo.decryptNode().close();
    try {
      customer
          .api()
          .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
          .expectProblem(503, "SP-DECRYPT-NODE-UNAVAILABLE");
      customer.portal().listInstances(Customer.ALIAS, Customer.REGION);
      customer.portal().expectProblem("SP-DECRYPT-NODE-UNAVAILABLE");
      browser.picture(customer.page(), "instances-decrypt-node-down");
      customer.page().navigate("/portal/connections");
      assertThat(customer.page().locator(".state")).hasText("Verified");
    } finally {
      demo.decryptNode().start();
    }
    customer
        .api()
        .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
        .expect(200);
    // What was cut off is asked for again: AWS has done it, and does it no second time.
    program.post(path, launch, scopes, "Idempotency-Key", key).expect(200);
    Assertions.assertThat(customer.instances()).isEqualTo(1);
  }

  @Test
  void aDecryptNodeWhoseClockIsWrongSaysSoAndAsksAwsAtAwssOwnTime(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    LibertyNode node = demo.decryptNode();
    Map<String, String> wrong = WrongClock.ahead(Duration.ofMinutes(10));
    node.close();
    wrong.forEach(node::withEnvironment);
    try {
      node.launch();
      node.unseal();
      Waiting.until(
          () ->
              customer
                      .api()
                      .request(
                          customer.connection(),
                          "ec2",
                          "DescribeInstances",
                          Customer.REGION,
                          Map.of())
                      .status()
                  == 200,
          Duration.ofSeconds(20));
      Assertions.assertThat(node.isUp("ready")).isFalse();
      Assertions.assertThat(Files.readString(node.log()))
          .containsPattern("clock is (599|600|601) seconds ahead of AWS's");
    } finally {
      node.close();
      node.withoutEnvironment(wrong.keySet()).start();
    }
  }

  @Test
  void aNodeWithAWrongSettingDoesNotStartAndSaysWhich(RunningDemo demo) throws Exception {
    LibertyNode node = demo.decryptNode();
    node.close();
    node.with("sallyport.reverification.interval", "PT1M").configure();
    CompletableFuture<Boolean> started = CompletableFuture.supplyAsync(() -> launches(node));
    try {
      Waiting.until(
          () ->
              Files.readString(node.log())
                  .contains("sallyport.reverification.interval must be at least PT10M"),
          Duration.ofMinutes(1));
      Assertions.assertThat(node.isUp("started")).isFalse();
    } finally {
      node.close();
      Assertions.assertThat(started.get(30, TimeUnit.SECONDS)).isFalse();
      node.without("sallyport.reverification.interval").configure();
      node.start();
    }
  }

  private static boolean launches(LibertyNode node) {
    try {
      node.launch();
      return true;
    } catch (IOException | StartRefused e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void whileTheDatabaseIsDownNothingIsDoneAndItWorksAgainWhenItIsBack(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    demo.database().close();
    try {
      customer.api().get("connections").expectProblem(503, "SP-DATABASE-UNAVAILABLE");
      customer
          .api()
          .post("sealing-tickets", Map.of())
          .expectProblem(503, "SP-DATABASE-UNAVAILABLE");
      customer.page().navigate("/portal/connections");
      customer.portal().expectProblem("SP-DATABASE-UNAVAILABLE");
      browser.picture(customer.page(), "database-down");
    } finally {
      demo.database().start();
    }
    Waiting.until(() -> customer.api().get("connections").status() == 200, Duration.ofSeconds(30));
    customer.api().leave(null);
  }

  @Test
  void whenTheTrailCannotBeWrittenNothingIsOpenedAndNothingIsAskedOfAws(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl sandbox = new SandboxControl(demo);
    String before = sandbox.events(customer.account());
    execute(demo, "revoke insert on sallyport.audit_event from sallyport_decrypt");
    try {
      customer
          .api()
          .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
          .expectProblem(503, "SP-AUDIT-UNAVAILABLE");
      customer
          .api()
          .post("connections/" + customer.connection() + "/verifications", "")
          .expectProblem(503, "SP-AUDIT-UNAVAILABLE");
    } finally {
      execute(demo, "grant insert on sallyport.audit_event to sallyport_decrypt");
    }
    Assertions.assertThat(sandbox.events(customer.account())).isEqualTo(before);
    customer
        .api()
        .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
        .expect(200);
    Assertions.assertThat(sandbox.events(customer.account())).isNotEqualTo(before);
  }
}
