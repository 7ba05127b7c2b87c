package io.sallyport.tests.portal;

import com.google.gson.JsonObject;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    String connection = seal(demo, customer, node, demo.onPremiseNode().endpoint(), capabilities);
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

  /** Seals where a node is; the connection's id. */
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
                    List.of("127.0.0.0/8", "::1/128"),
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

  /** Has the connection tested. */
  public JsonObject test() {
    return customer
        .api()
        .post("connections/" + customer.connection() + "/verifications", "")
        .expect(200)
        .json();
  }

  /** Asks through it for what reads. */
  public Api.Answer ask() {
    return customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of());
  }
}
