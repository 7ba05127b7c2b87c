package io.sallyport.benchmarks.load;

import io.sallyport.demo.RunningDemo;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A customer's own node, asked at its endpoint and over connections that it opened, beside a
 * cross-account role and beside the AWS SDK asking the same sandbox directly; and what the node
 * takes, at rest and ordered a hundred times a second.
 */
public final class OnPremiseLoad {
  private static final List<Integer> CALLERS = List.of(1, 16);
  private static final int FIRST_BROWSER = 60_000;
  private static final int COMPILING_CALLERS = 6;
  private static final Duration COMPILED = Duration.ofSeconds(60);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(15);
  private static final int RATE = 100;
  private static final String ACCOUNT = "430000000043";

  private final RunningDemo demo;
  private final Visitor owner;
  private final List<Visitor> browsers = new ArrayList<>();

  private OnPremiseLoad(LoadSite site) throws IOException, GeneralSecurityException {
    demo = site.demo();
    owner = new Visitor(site.portal(), 0);
  }

  /**
   * Measures.
   *
   * @param arguments the demo's parts, a folder for the state, the file for the table
   */
  public static void main(String[] arguments) throws Exception {
    // The nodes' key stores are BCFKS.
    Security.addProvider(new BouncyCastleProvider());
    Path parts = Path.of(arguments[0]).normalize();
    OnPremiseTable table;
    try (LoadSite site = LoadSite.start(parts, Path.of(arguments[1]))) {
      table = new OnPremiseLoad(site).measure(parts);
    }
    String text = table.text();
    System.out.println(text);
    table.requireNoErrors();
    Files.writeString(Path.of(arguments[2]), text);
  }

  private OnPremiseTable measure(Path parts)
      throws IOException, InterruptedException, GeneralSecurityException {
    owner.register();
    say("A node is enrolled and started");
    double ready = startNode();
    // What is done once after a start is over then.
    TimeUnit.SECONDS.sleep(20);
    Resident node = new Resident(demo.onPremiseNode().pid());
    double atRest = node.now();
    try (SampleConnection role = new SampleConnection(demo, owner);
        Ec2Client direct = direct(role)) {
      Map<String, String> ways = new LinkedHashMap<>();
      ways.put("through a cross-account role", role.id());
      ways.put("through a node at its endpoint", connected(demo.onPremiseNode().endpoint()));
      ways.put("through a node that dials in", connected(""));
      say("Warming up");
      signIn(COMPILING_CALLERS);
      for (String connection : ways.values()) {
        new ClosedLoop(COMPILING_CALLERS, COMPILED, Duration.ZERO, Integer.MAX_VALUE)
            .run(browsers, asking(connection));
      }
      List<OnPremiseTable.Row> asked = new ArrayList<>();
      for (int callers : CALLERS) {
        say(callers + " callers");
        signIn(callers);
        ClosedLoop loop = new ClosedLoop(callers, WARM_UP, MEASURED, Integer.MAX_VALUE);
        asked.add(
            new OnPremiseTable.Row(
                callers,
                "by the SDK directly",
                loop.run(browsers, any -> direct.describeInstances())));
        for (Map.Entry<String, String> way : ways.entrySet()) {
          asked.add(
              new OnPremiseTable.Row(
                  callers, way.getKey(), loop.run(browsers, asking(way.getValue()))));
        }
      }
      say("An object of 1 GiB each way");
      Map<String, Double> streamed = new LinkedHashMap<>();
      double grown = stream(role, ways, streamed);
      say("The node alone, " + RATE + " a second");
      double most = node.most();
      node.forgetMost();
      Latencies ordered =
          new OrderedNode(demo).at(RATE, Duration.ofSeconds(30), Duration.ofSeconds(60));
      return new OnPremiseTable(
          ready,
          Files.size(parts.resolve("nodes/onprem-package.zip")) / 1e6,
          atRest,
          node.most(),
          Math.max(most, node.most()),
          asked,
          streamed,
          grown,
          ordered);
    }
  }

  /** Both ways at once; the seconds from its start until it is ready. */
  private double startNode() throws IOException, InterruptedException {
    String code =
        owner
            .call("on-premise-nodes", Json.createObjectBuilder().add("name", "Load").build(), 201)
            .getString("code");
    demo.onPremiseNode().enrol(code);
    long begin = System.nanoTime();
    demo.onPremiseNode().start();
    return (System.nanoTime() - begin) / 1e9;
  }

  private String connected(String endpoint)
      throws IOException, InterruptedException, GeneralSecurityException {
    owner.signIn();
    JsonArrayBuilder networks = Json.createArrayBuilder();
    if (!endpoint.isEmpty()) {
      networks.add("127.0.0.0/8").add("::1/128");
    }
    JsonObject account =
        Json.createObjectBuilder()
            .add("accountId", ACCOUNT)
            .add("node", demo.onPremiseNode().setting("sallyport.onprem.node"))
            .add("endpoint", endpoint)
            .add("networks", networks)
            .add("regions", Json.createArrayBuilder().add(Region.EU_CENTRAL_1.id()))
            .add("note", "")
            .build();
    String connection =
        SampleConnection.seal(
            owner,
            Json.createObjectBuilder().add("way", "node").build(),
            endpoint.isEmpty() ? "Dialling" : "Endpoint",
            account);
    SampleConnection.verify(owner, connection);
    return connection;
  }

  private static Ec2Client direct(SampleConnection connection) {
    return Ec2Client.builder()
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(connection.aws())
        .credentialsProvider(connection.customer())
        .httpClient(connection.http())
        .build();
  }

  private static Action asking(String connection) {
    return browser ->
        browser.call("connections/" + connection + "/requests", SampleConnection.QUESTION, 200);
  }

  private void signIn(int number)
      throws IOException, InterruptedException, GeneralSecurityException {
    while (browsers.size() < number) {
      Visitor browser = owner.elsewhere(FIRST_BROWSER + browsers.size());
      browser.signIn();
      browsers.add(browser);
    }
  }

  /** MiB a second, by way; by how many MiB the node's old generation grew at most. */
  private double stream(
      SampleConnection role, Map<String, String> ways, Map<String, Double> streamed)
      throws IOException, InterruptedException, GeneralSecurityException {
    String sample = demo.facts().sampleAccount().accountId();
    Streaming.put(demo, sample);
    Streaming.put(demo, ACCOUNT);
    owner.signIn();
    try (S3Client direct = Streaming.client(role.http(), role.aws(), role.customer());
        OldGeneration node = new OldGeneration(demo.onPremiseNode().pid())) {
      Streaming.read(direct, sample);
      streamed.put("by the SDK directly", Streaming.read(direct, sample));
      for (Map.Entry<String, String> way : ways.entrySet()) {
        try (S3Client through =
            Streaming.client(
                role.http(),
                URI.create(demo.settings().portalUrl() + "/aws"),
                Streaming.tool(owner, way.getValue()))) {
          streamed.put(
              way.getKey(),
              Streaming.read(through, way.getValue().equals(role.id()) ? sample : ACCOUNT));
        }
      }
      return node.grownMebibytes();
    }
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
