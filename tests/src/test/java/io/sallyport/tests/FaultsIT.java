package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What goes wrong at AWS, and what the customer sees of it: exactly what the published table says.
 */
@ExtendWith(Site.class)
class FaultsIT {
  private static final Path TABLE = Path.of("../docs/faults.md");
  private static final Pattern ROW =
      Pattern.compile("\\| ([^|]+) \\| (200|[0-9]{3} `SP-[A-Z-]+`)[^|]* \\|.*");

  private static final String OTHER = "eu-west-1";

  /** More often than the SDK tries. */
  private static final int EVERY_TIME = 10;

  private interface Fault {
    void order(SandboxControl aws, String account) throws IOException, InterruptedException;
  }

  private static Fault describing(String kind, int count) {
    return (aws, account) -> aws.fault(account, "DescribeInstances", kind, count);
  }

  private static String ask(Customer customer) {
    Api.Answer answer =
        customer
            .api()
            .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of());
    return answer.status() == 200
        ? "200"
        : answer.status() + " `" + answer.json().get("code").getAsString() + "`";
  }

  @Test
  void whatTheCustomerSeesOfEachFaultIsWhatTheTableSays(RunningDemo demo, Browser browser)
      throws Exception {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("AWS throttles once", describing("throttle", 1));
    faults.put("AWS fails once", describing("error", 1));
    faults.put("AWS fails each time", describing("error", EVERY_TIME));
    faults.put("AWS's answer breaks off once", describing("half", 1));
    faults.put("AWS's answer breaks off each time", describing("half", EVERY_TIME));
    faults.put("AWS finds a request's time wrong once", describing("clock", 1));
    faults.put("AWS finds a request's time wrong each time", describing("clock", EVERY_TIME));
    faults.put(
        "The held session is over", (aws, account) -> aws.age(account, Duration.ofMinutes(20)));
    faults.put("AWS closes the account", SandboxControl::close);
    SandboxControl aws = new SandboxControl(demo);
    Customer customer = Customer.connected(demo, browser);
    assertThat(ask(customer)).isEqualTo("200");
    Map<String, String> seen = new LinkedHashMap<>();
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      fault.getValue().order(aws, customer.account());
      seen.put(fault.getKey(), ask(customer));
      aws.forgetFaults();
      if (!fault.getKey().contains("closes")) {
        assertThat(ask(customer)).as("after: " + fault.getKey()).isEqualTo("200");
      }
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && faults.containsKey(row.group(1).strip())) {
        said.put(row.group(1).strip(), row.group(2));
      }
    }
    assertThat(seen).isEqualTo(said);
  }

  @Test
  void aSlowRegionHoldsUpNoOther(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    Portal.Account details = Customer.details(customer.account());
    String connection =
        customer.seal(
            "Two regions",
            new Portal.Account(
                details.id(), details.roleArn(), List.of(Customer.REGION, OTHER), ""),
            Api.READING);
    customer.api().post("connections/" + connection + "/verifications", "").expect(200);
    Program program = Program.of(demo, customer);
    ask(program, connection, OTHER).expect(200);
    new SandboxControl(demo).slowDown(customer.account(), OTHER, 1);
    CompletableFuture<Api.Answer> slow =
        CompletableFuture.supplyAsync(() -> ask(program, connection, OTHER));
    Thread.sleep(500);
    ask(program, connection, Customer.REGION).expect(200);
    assertThat(slow).isNotDone();
    slow.get(30, TimeUnit.SECONDS).expect(200);
  }

  private static Api.Answer ask(Program program, String connection, String region) {
    return program.post(
        "connections/" + connection + "/requests",
        Api.question("ec2", "DescribeInstances", region, Map.of()),
        "requests:send");
  }
}
