package io.sallyport.tests.portal;

import com.google.gson.JsonObject;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A company's on-premise node, enrolled and running, with a connection through it.
 *
 * @param id the node's
 * @param customer whose it is, with the connection
 */
public record OwnNode(String id, Customer customer) {
  /** The account whose machine it runs on. */
  public static final String ACCOUNT = "430000000043";

  /** Adds a node, enrols it with its own tool, and starts it. */
  public static String enrolled(RunningDemo demo, Customer customer)
      throws IOException, InterruptedException {
    JsonObject added =
        customer.api().post("on-premise-nodes", Map.of("name", "Ledger")).expect(201).json();
    demo.onPremiseNode().close();
    demo.onPremiseNode().enrol(added.get("code").getAsString());
    demo.onPremiseNode().start();
    return added.get("id").getAsString();
  }

  /** A new company's, with a connection that a test found sound. */
  public static OwnNode connected(RunningDemo demo, Customer customer, List<String> capabilities)
      throws IOException, InterruptedException {
    String node = enrolled(demo, customer);
    return tested(demo, customer, node, demo.onPremiseNode().endpoint(), capabilities);
  }

  /** The same over connections that the node opens. */
  public static OwnNode dialling(RunningDemo demo, Customer customer, List<String> capabilities)
      throws Exception {
    String node = enrolled(demo, customer);
    awaitDialling(customer);
    return tested(demo, customer, node, "", capabilities);
  }

  /** Until the portal says that the only node of the company holds connections to us. */
  private static void awaitDialling(Customer customer) throws Exception {
    Waiting.until(
        () ->
            customer.api().get("on-premise-nodes").expect(200).body().contains("\"dialling\":true"),
        Duration.ofSeconds(30));
  }

  /** Until its trail says that it asks for that, and not yet how that ended. */
  public static void awaitIntent(RunningDemo demo, String operation) throws Exception {
    Path folder = demo.onPremiseNode().server().resolve("trail");
    Waiting.until(
        () -> {
          try (var files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            List<String> lines = Files.readAllLines(all.get(all.size() - 1));
            String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            return last.contains(operation) && last.contains("INTENT");
          }
        },
        Duration.ofSeconds(20));
  }

  /** The same of a node that is enrolled and runs. */
  public static OwnNode tested(
      RunningDemo demo,
      Customer customer,
      String node,
      String endpoint,
      List<String> capabilities) {
    String connection = seal(demo, customer, node, endpoint, capabilities);
    OwnNode own =
        new OwnNode(
            node,
            new Customer(customer.page(), customer.portal(), customer.api(), ACCOUNT, connection));
    JsonObject tested = own.test();
    if (!"VERIFIED".equals(tested.get("state").getAsString())) {
      throw new IllegalStateException("not verified: " + tested);
    }
    return own;
  }

  /**
   * Seals where a node is; the connection's id.
   *
   * @param endpoint empty for one that dials in
   */
  public static String seal(
      RunningDemo demo,
      Customer customer,
      String node,
      String endpoint,
      List<String> capabilities) {
    JsonObject leave =
        customer.api().post("sealing-tickets", Map.of("way", "node")).expect(201).json();
    String envelope =
        customer
            .api()
            .seal(
                Map.of(
                    "accountId",
                    ACCOUNT,
                    "node",
                    node,
                    "endpoint",
                    endpoint,
                    "networks",
                    endpoint.isEmpty() ? List.of() : List.of("127.0.0.0/8", "::1/128"),
                    "regions",
                    List.of(Customer.REGION),
                    "note",
                    ""),
                Customer.context(leave),
                Customer.key(leave));
    return customer
        .api()
        .store(
            "Through " + node.substring(0, 8) + " " + leave.hashCode(),
            Customer.context(leave).get("ticket").getAsString(),
            envelope,
            capabilities)
        .expect(201)
        .json()
        .get("connection")
        .getAsString();
  }

  /** How the connection stands. */
  public String state() {
    return customer
        .api()
        .get("connections/" + customer.connection())
        .expect(200)
        .json()
        .get("state")
        .getAsString();
  }

  /** Has the connection tested. */
  public JsonObject test() {
    return customer
        .api()
        .post("connections/" + customer.connection() + "/verifications", "")
        .expect(200)
        .json();
  }

  /** A session for the customer's own AWS tools through it. */
  public Map<String, String> tools(RunningDemo demo) {
    return AwsCli.environment(
        demo,
        customer
            .api()
            .post("connections/" + customer.connection() + "/tool-sessions", Map.of())
            .expect(201)
            .json(),
        Customer.REGION);
  }

  /** A program asks through it. */
  public Api.Answer ask(Program program) {
    return program.post(
        "connections/" + customer.connection() + "/requests",
        Map.of("service", "ec2", "operation", "DescribeInstances", "region", Customer.REGION),
        "requests:send");
  }

  /** Whoever asks can have it broken off while AWS, or the node, takes its time. */
  public void expectBreakingOff(RunningDemo demo) throws Exception {
    new SandboxControl(demo).slowDown(ACCOUNT, 1);
    Program program = Program.of(demo, customer);
    CompletableFuture<Api.Answer> asking = CompletableFuture.supplyAsync(() -> ask(program));
    OwnNode.awaitIntent(demo, "DescribeInstances");
    customer.api().breakOff(customer.api().awaitRunning()).expect(204);
    asking.get(20, TimeUnit.SECONDS).expectProblem(409, "SP-REQUEST-CANCELLED");
    ask().expect(200);
  }

  /** Asks until that is the status; fails when it never is. */
  public void askUntil(int status, Duration most) throws Exception {
    Waiting.until(() -> ask().status() == status, most);
  }

  /** How many reservations there are in its account. */
  public int instances() {
    return customer.instances();
  }

  /** Asks through it for what reads. */
  public Api.Answer ask() {
    return customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of());
  }
}
