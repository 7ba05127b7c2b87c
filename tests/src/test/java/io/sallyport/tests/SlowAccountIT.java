package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that answers slowly, and many who ask it. */
@ExtendWith(Site.class)
class SlowAccountIT {
  private static final int CROWD = 20;
  private static final int AT_ONCE = 6;

  /** Unless a site says otherwise. */
  private static final int IN_A_MINUTE = 600;

  private static final int OF_ONE_CONNECTION = 400;

  private static Api.Answer ask(Program program, Customer customer) {
    return program.post(
        "connections/" + customer.connection() + "/requests",
        Map.of("service", "ec2", "operation", "DescribeInstances", "region", Customer.REGION),
        "requests:send");
  }

  /** How often it was asked until it was refused. Nothing is asked of AWS: the asking counts. */
  private static int askedUntilRefused(Program program, Supplier<String> connection)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int each = 0; each < AT_ONCE; each++) {
        all.add(
            crowd.submit(
                () -> {
                  while (refused.get() == 0 && asked.incrementAndGet() < 3 * IN_A_MINUTE) {
                    Api.Answer told =
                        program.post(
                            "connections/" + connection.get() + "/requests",
                            Api.question("ec2", "Nothing", Customer.REGION, Map.of()),
                            "requests:send");
                    if (told.status() == 429) {
                      told.expectProblem(429, "SP-RATE-LIMITED");
                      refused.incrementAndGet();
                    } else {
                      told.expectProblem(400, "SP-OPERATION-UNKNOWN");
                    }
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get(2, TimeUnit.MINUTES);
      }
    } finally {
      crowd.shutdownNow();
    }
    assertThat(refused).hasPositiveValue();
    return asked.get();
  }

  @Test
  void aCompanyThatAsksTooOftenIsToldSoAndNobodyElseIs(RunningDemo demo, Browser browser)
      throws Exception {
    Customer greedy = Customer.connected(demo, browser);
    Program program = Program.of(demo, greedy);
    assertThat(askedUntilRefused(program, greedy::connection))
        .isGreaterThanOrEqualTo(OF_ONE_CONNECTION);
    // What is left of the company's own minute: one connection alone does not get all of it.
    assertThat(askedUntilRefused(program, () -> UUID.randomUUID().toString()))
        .isGreaterThanOrEqualTo((IN_A_MINUTE - OF_ONE_CONNECTION) / 2);
    Customer other = Customer.connected(demo, browser);
    ask(Program.of(demo, other), other).expect(200);
  }

  @Test
  void whereAllPlacesOfANodeAreTakenTheNextIsToldSo(RunningDemo demo, Browser browser)
      throws Exception {
    String places = "io.sallyport.web.node.DecryptNodes/forward/Bulkhead/value";
    Site.webNode(demo, node -> node.with(places, 2));
    ExecutorService crowd = Executors.newFixedThreadPool(4);
    try {
      Customer slow = Customer.connected(demo, browser);
      Program program = Program.of(demo, slow);
      ask(program, slow).expect(200);
      new SandboxControl(demo).slowDown(slow.account(), 2);
      List<Future<Api.Answer>> answers = new ArrayList<>();
      for (int each = 0; each < 4; each++) {
        answers.add(crowd.submit(() -> ask(program, slow)));
      }
      int refused = 0;
      for (Future<Api.Answer> answer : answers) {
        Api.Answer told = answer.get(30, TimeUnit.SECONDS);
        if (told.status() != 200) {
          told.expectProblem(503, "SP-PORTAL-BUSY");
          refused++;
        }
      }
      assertThat(refused).isEqualTo(2);
    } finally {
      crowd.shutdownNow();
      Site.webNode(demo, node -> node.without(places));
    }
  }

  @Test
  void aSlowAccountHoldsUpItselfAndNobodyElse(RunningDemo demo, Browser browser) throws Exception {
    Customer slow = Customer.connected(demo, browser);
    Customer other = Customer.connected(demo, browser);
    Program slowly = Program.of(demo, slow);
    Program quickly = Program.of(demo, other);
    ask(slowly, slow).expect(200);
    ask(quickly, other).expect(200);
    new SandboxControl(demo).slowDown(slow.account(), AT_ONCE);
    ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
    try {
      List<Future<Api.Answer>> answers = new ArrayList<>();
      for (int each = 0; each < CROWD; each++) {
        answers.add(crowd.submit(() -> ask(slowly, slow)));
      }
      // The first that is turned away shows that all places are taken, and all who wait wait.
      while (answers.stream().noneMatch(Future::isDone)) {
        Thread.sleep(50);
      }
      ask(quickly, other).expect(200);
      assertThat(answers.stream().filter(answer -> !answer.isDone()))
          .as("still waiting for AWS")
          .hasSizeGreaterThanOrEqualTo(AT_ONCE);
      List<Integer> statuses = new ArrayList<>();
      for (Future<Api.Answer> answer : answers) {
        Api.Answer told = answer.get(30, TimeUnit.SECONDS);
        statuses.add(told.status());
        if (told.status() != 200) {
          told.expectProblem(429, "SP-CONNECTION-BUSY");
        }
      }
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(AT_ONCE);
    } finally {
      crowd.shutdownNow();
    }
    ask(slowly, slow).expect(200);
  }
}
