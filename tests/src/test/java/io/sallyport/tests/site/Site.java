package io.sallyport.tests.site;

import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.part.LibertyNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole product as the demo starts it, on free ports and with a state of its own; started once
 * for all tests, as a parameter, and stopped after the last.
 */
public final class Site implements ParameterResolver {
  private static final String KEY = "site";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningDemo.class
        || parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = running(context);
    return parameter.getParameter().getType() == Browser.class ? running.browser : running.demo;
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Site.class))
        .getOrComputeIfAbsent(KEY, key -> new Running(), Running.class);
  }

  /** The product, for what belongs beside it. */
  static RunningDemo demo(ExtensionContext context) {
    return running(context).demo;
  }

  /** What JUnit closes when all tests are done. */
  private static final class Running implements AutoCloseable {
    private final RunningDemo demo;
    private final Browser browser;

    Running() {
      Path work = Path.of(System.getProperty("sallyport.work"));
      try {
        deleteTree(work.resolve("site"));
        HostsFile names =
            new HostsFile(Files.createDirectories(work.resolve("site")).resolve("hosts"));
        names.write(Map.of());
        demo =
            RunningDemo.start(
                new DemoSettings(
                    Path.of(System.getProperty("sallyport.parts")).normalize(),
                    work.resolve("site"),
                    work.resolve("site/demo.json"),
                    freePorts(),
                    Optional.of(names.file())),
                System.out::println);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      browser = new Browser(demo, work.resolve("screenshots"));
    }

    @Override
    public void close() {
      browser.close();
      demo.close();
    }
  }

  /** Starts the web node anew, with other settings. */
  public static void webNode(RunningDemo demo, Consumer<LibertyNode> change)
      throws IOException, InterruptedException {
    demo.webNode().close();
    change.accept(demo.webNode());
    demo.webNode().configure();
    demo.webNode().start();
  }

  /** A free port for each listener. */
  public static Map<Port, Integer> freePorts() throws IOException {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    List<ServerSocket> held = new ArrayList<>();
    for (Port port : Port.values()) {
      ServerSocket socket = new ServerSocket(0);
      held.add(socket);
      ports.put(port, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  /** Deletes a folder and all in it, if it is there. */
  public static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
