package io.sallyport.benchmarks.load;

import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;

/**
 * A request forwarded through web node and decrypt node, in a session that is held, beside the AWS
 * SDK asking the same of the same sandbox directly.
 */
final class Forwarding implements AutoCloseable {
  private static final List<Integer> CALLERS = List.of(1, 16, 128);
  static final int CALLERS_OF_MANY = 16;
  private static final int MANY = 100;
  private static final int FIRST_BROWSER = 60_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /**
   * Two nodes compile what one request needs; until they have, the compiler is what is measured.
   */
  private static final Duration COMPILED = Duration.ofSeconds(120);

  private static final int COMPILING_CALLERS = 8;
  private static final Duration MEASURED = Duration.ofSeconds(10);

  private final SampleConnection connection;
  private final Ec2Client ec2;

  Forwarding(SampleConnection connection) {
    this.connection = connection;
    ec2 =
        Ec2Client.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(connection.aws())
            .credentialsProvider(connection.customer())
            .httpClient(connection.http())
            .build();
  }

  /**
   * So many callers at once.
   *
   * @param forwarded through Sallyport
   * @param tools through Sallyport by the SDK, at the endpoint for AWS tools
   * @param direct by the SDK itself
   * @param processors milliseconds of processor time that a forwarded request took, by part
   */
  record Pair(
      int callers,
      Latencies forwarded,
      Latencies tools,
      Latencies direct,
      Map<String, Double> processors) {
    double addedMillis() {
      return forwarded.millis(50) - direct.millis(50);
    }

    double throughput() {
      return forwarded.perSecond() / direct.perSecond();
    }
  }

  /**
   * Measures.
   *
   * @param demo whose processor time is told
   * @param owner whose connection it is
   */
  List<Pair> measure(RunningDemo demo, Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    String path = "connections/" + connection.id() + "/requests";
    List<Pair> pairs = new ArrayList<>();
    List<Visitor> browsers = new ArrayList<>();
    signIn(owner, browsers, COMPILING_CALLERS);
    new ClosedLoop(COMPILING_CALLERS, COMPILED, Duration.ZERO, Integer.MAX_VALUE)
        .run(browsers, browser -> browser.call(path, SampleConnection.QUESTION, 200));
    for (int callers : CALLERS) {
      signIn(owner, browsers, callers);
      Action forwarding = browser -> browser.call(path, SampleConnection.QUESTION, 200);
      new ClosedLoop(callers, WARM_UP, Duration.ZERO, Integer.MAX_VALUE).run(browsers, forwarding);
      ProcessorTime before = ProcessorTime.of(demo);
      Latencies forwarded =
          new ClosedLoop(callers, Duration.ZERO, MEASURED, Integer.MAX_VALUE)
              .run(browsers, forwarding);
      Map<String, Double> processors =
          ProcessorTime.of(demo).since(before, forwarded.nanos().getTotalCount());
      Latencies tools = tools(demo, owner, browsers, callers);
      Latencies direct =
          new ClosedLoop(callers, WARM_UP, MEASURED, Integer.MAX_VALUE)
              .run(browsers, browser -> ec2.describeInstances());
      pairs.add(new Pair(callers, forwarded, tools, direct, processors));
    }
    return pairs;
  }

  private Latencies tools(RunningDemo demo, Visitor owner, List<Visitor> browsers, int callers)
      throws IOException, InterruptedException, GeneralSecurityException {
    owner.signIn();
    try (Ec2Client through =
        Ec2Client.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create(demo.settings().portalUrl() + "/aws"))
            .credentialsProvider(Streaming.tool(owner, connection.id()))
            .httpClient(connection.http())
            .build()) {
      int there = ec2.describeInstances().reservations().size();
      if (there == 0) {
        throw new IllegalStateException("an empty answer could be any answer");
      }
      return new ClosedLoop(callers, WARM_UP.multipliedBy(2), MEASURED, Integer.MAX_VALUE)
          .run(browsers, browser -> requireSame(there, through.describeInstances()));
    }
  }

  private static void requireSame(int reservations, DescribeInstancesResponse answer) {
    if (answer.reservations().size() != reservations) {
      throw new IllegalStateException("not the account's answer");
    }
  }

  /**
   * The same through many connections of one company, in turn, of which it has a hundred times as
   * many.
   *
   * @param owner whose connections they are
   */
  Latencies many(RunningDemo demo, Visitor owner)
      throws IOException, InterruptedException, SQLException, GeneralSecurityException {
    List<String> paths = new ArrayList<>();
    for (int each = 0; each < MANY; each++) {
      owner.signIn();
      paths.add("connections/" + connection.another(owner) + "/requests");
    }
    SampleData.connectMore(
        demo.database().as("sallyport_owner"), UUID.fromString(connection.id()), MANY * MANY);
    List<Visitor> browsers = new ArrayList<>();
    signIn(owner, browsers, CALLERS_OF_MANY);
    AtomicInteger next = new AtomicInteger();
    return new ClosedLoop(CALLERS_OF_MANY, WARM_UP.multipliedBy(4), MEASURED, Integer.MAX_VALUE)
        .run(
            browsers,
            browser ->
                browser.call(
                    paths.get(next.getAndIncrement() % MANY), SampleConnection.QUESTION, 200));
  }

  private static void signIn(Visitor owner, List<Visitor> browsers, int number)
      throws IOException, InterruptedException, GeneralSecurityException {
    while (browsers.size() < number) {
      Visitor browser = owner.elsewhere(FIRST_BROWSER + browsers.size());
      browser.signIn();
      browsers.add(browser);
    }
  }

  @Override
  public void close() {
    ec2.close();
  }
}
