package io.sallyport.benchmarks.load;

import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.part.LibertyNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole product as the demo starts it, on free ports and with a state of its own, but with a
 * web node whose limits are out of the way, and nodes whose JVMs may compile as in production.
 */
final class LoadSite implements AutoCloseable {
  private static final int NO_LIMIT = 1_000_000;

  /** Of connections between nodes as many are kept, so that none begins with a handshake. */
  private static final int MOST_CALLERS = 128;

  private final RunningDemo demo;

  private LoadSite(RunningDemo demo) {
    this.demo = demo;
  }

  /**
   * Starts it afresh.
   *
   * @param parts what the build of the demo put together
   * @param state where it keeps keys, data and logs; what was there is deleted
   * @param options of the JVMs of both nodes, besides
   */
  static LoadSite start(Path parts, Path state, String... options)
      throws IOException, InterruptedException {
    deleteTree(state);
    LoadSite site =
        new LoadSite(
            RunningDemo.start(
                new DemoSettings(parts, state, state.resolve("demo.json"), freePorts()),
                System.out::println));
    try {
      site.raiseLimits(options);
      return site;
    } catch (IOException | InterruptedException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void raiseLimits(String... options) throws IOException, InterruptedException {
    demo.webNode().close();
    demo.webNode()
        .with("sallyport.limit.ceremonies", NO_LIMIT)
        .with("sallyport.limit.registrations", NO_LIMIT)
        .with("sallyport.limit.attempts", NO_LIMIT)
        .with("sallyport.limit.requests", NO_LIMIT)
        .with("sallyport.limit.connection-requests", NO_LIMIT)
        .with("sallyport.lanes.connection", NO_LIMIT)
        .with("sallyport.lanes.tenant", NO_LIMIT)
        .with("io.sallyport.web.node.DecryptNodes/forward/Bulkhead/value", MOST_CALLERS)
        .with("io.sallyport.web.node.DecryptNodes/relay/Bulkhead/value", MOST_CALLERS)
        // Whoever measures is the proxy.
        .with("sallyport.portal.proxies", "127\\.0\\.0\\.1")
        .configure();
    compileWell(demo.webNode(), options);
    demo.webNode().start();
    demo.decryptNode().close();
    compileWell(demo.decryptNode(), options);
    demo.decryptNode().start();
  }

  /** Later options win: the demo spares memory and compiles little. */
  private static void compileWell(LibertyNode node, String... options) throws IOException {
    Files.writeString(
        node.folder().resolve("configDropins/overrides/jvm.options"),
        "-XX:TieredStopAtLevel=4\n-Xmx512m\n-Dhttp.maxConnections=%d\n".formatted(MOST_CALLERS)
            + String.join("\n", options)
            + "\n",
        StandardOpenOption.APPEND);
  }

  RunningDemo demo() {
    return demo;
  }

  Portal portal() throws IOException, GeneralSecurityException {
    return Portal.at(demo.settings().portalUrl(), demo.keys().authority());
  }

  /** Stops the nodes, so that the database is alone; the rest ends with {@link #close}. */
  void stopNodes() {
    demo.webNode().close();
    demo.decryptNode().close();
  }

  private static Map<Port, Integer> freePorts() throws IOException {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (Port port : Port.values()) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(port, socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() {
    demo.close();
  }
}
