package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.load.LoadTable.Level;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts load on one web node: signing in and looking at a page beside a static file of the same
 * server, what sessions take, requests to AWS beside the SDK's own, and what row-level security
 * costs. It starts what it needs, stops all of it, and writes one table; it fails when anything got
 * another answer than it should.
 */
public final class PortalLoad {
  private static final List<Integer> SESSIONS = List.of(50, 200, 500);
  private static final List<Integer> IDLE_SESSIONS = List.of(500, 1_000);
  private static final int CONNECTIONS = 10;
  private static final ClosedLoop LOOP =
      new ClosedLoop(8, Duration.ofSeconds(5), Duration.ofSeconds(15), 200_000);

  private static final ClosedLoop WARM_UP =
      new ClosedLoop(8, Duration.ofSeconds(10), Duration.ZERO, 200_000);
  private static final Action STATIC_FILE = Visitor::fetchStyles;
  private static final Action PAGE_VIEW = Visitor::viewConnections;
  private static final Action SIGN_IN = Visitor::signIn;

  private final LoadSite site;
  private final RunningDemo demo;
  private final Portal portal;
  private final List<Visitor> visitors = new ArrayList<>();

  private PortalLoad(LoadSite site) throws IOException, GeneralSecurityException {
    this.site = site;
    demo = site.demo();
    portal = site.portal();
  }

  /**
   * Measures.
   *
   * @param arguments the demo's parts, a folder for the state, the file for the table
   */
  public static void main(String[] arguments) throws Exception {
    LoadTable table;
    try (LoadSite site = LoadSite.start(Path.of(arguments[0]).normalize(), Path.of(arguments[1]))) {
      table = new PortalLoad(site).measure();
    }
    String text = table.text();
    System.out.println(text);
    table.requireNoErrors();
    Files.writeString(Path.of(arguments[2]), text);
  }

  private LoadTable measure()
      throws IOException, InterruptedException, SQLException, GeneralSecurityException {
    say("Sample data");
    List<SampleData.Sample> samples = SampleData.write(demo.database().as("postgres"));
    welcome(SESSIONS.get(0));
    say("Warming up");
    for (Action action : List.of(STATIC_FILE, PAGE_VIEW, SIGN_IN)) {
      WARM_UP.run(visitors, action);
    }
    List<Level> levels = new ArrayList<>();
    for (int sessions : SESSIONS) {
      welcome(sessions);
      say(sessions + " sessions");
      levels.add(
          new Level(
              sessions,
              LOOP.run(visitors, STATIC_FILE),
              LOOP.run(visitors, PAGE_VIEW),
              LOOP.run(visitors, SIGN_IN)));
    }
    welcome(IDLE_SESSIONS.get(IDLE_SESSIONS.size() - 1));
    say("Memory");
    NodeHeap heap = new NodeHeap(demo.webNode().pid());
    SessionMemory memory = new SessionMemory(heap, demo.database().as("sallyport_owner"), LOOP);
    // Once unmeasured: what is made lazily for that many is there then.
    memory.measure(visitors, IDLE_SESSIONS);
    List<SessionMemory.Moment> moments = memory.measure(visitors, IDLE_SESSIONS);
    Files.writeString(demo.settings().state().resolve("heap.txt"), heap.histogram());
    say("Probing");
    Probing probing = Probing.measure(visitors);
    say("Forwarding");
    List<Forwarding.Pair> forwarded;
    Latencies many;
    Cold cold;
    Streaming streamed;
    try (SampleConnection connection = new SampleConnection(demo, visitors.get(0));
        Forwarding forwarding = new Forwarding(connection)) {
      forwarded = forwarding.measure(demo, visitors.get(0));
      say("Through many connections");
      many = forwarding.many(demo, visitors.get(0));
      say("Cold requests");
      cold = Cold.measure(connection, visitors.get(0));
      say("Streaming");
      streamed = Streaming.measure(demo, connection, visitors.get(0));
    }
    say("Row-level security");
    site.stopNodes();
    try (RowSecurity security =
        new RowSecurity(
            demo.database().as("sallyport_owner"), demo.database().as("sallyport_web"), samples)) {
      return new LoadTable(
          levels, moments, probing, forwarded, many, cold, streamed, security.measure());
    }
  }

  /** Registers people until there are so many; registering signs them in. */
  private void welcome(int number)
      throws IOException, InterruptedException, SQLException, GeneralSecurityException {
    say("Registering, " + number + " in all");
    List<Visitor> more = new ArrayList<>();
    for (int next = visitors.size(); next < number; next++) {
      more.add(new Visitor(portal, next));
    }
    LOOP.once(more, Visitor::register);
    visitors.addAll(more);
    SampleData.connectVisitors(demo.database().as("sallyport_owner"), CONNECTIONS);
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
