package io.sallyport.demo.part;

import io.sallyport.ceremony.MutualTls;
import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.keys.DevelopmentKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An Open Liberty process of its own: the server package that IT would unpack, with this machine's
 * values in {@code configDropins/overrides}.
 */
public final class LibertyNode extends ProcessPart {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DemoSettings settings;
  private final DevelopmentKeys keys;
  private final String kind;
  private final String name;
  private final int healthPort;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> included = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Unsealing unsealing;
  private ChildProcess process;
  private HttpClient operator;

  /**
   * The one node of its kind.
   *
   * @param kind {@code web-node} or {@code decrypt-node}
   */
  public LibertyNode(DemoSettings settings, DevelopmentKeys keys, String kind, int healthPort) {
    this(settings, keys, kind, kind, healthPort);
  }

  /**
   * A node.
   *
   * @param kind {@code web-node} or {@code decrypt-node}
   * @param name what its folders of keys and files and its log are called
   */
  public LibertyNode(
      DemoSettings settings, DevelopmentKeys keys, String kind, String name, int healthPort) {
    this.settings = settings;
    this.keys = keys;
    this.kind = kind;
    this.name = name;
    this.healthPort = healthPort;
    with("sallyport.keys", keys.of(name).toString());
    with("sallyport.health.port", healthPort);
  }

  /** Sets a variable of the server's configuration. */
  public LibertyNode with(String variable, Object value) {
    variables.put(variable, value.toString());
    return this;
  }

  /** Includes a further file of the server's configuration. */
  public LibertyNode including(String file) {
    included.add(file);
    return this;
  }

  /** Leaves a variable to its default. */
  public LibertyNode without(String variable) {
    variables.remove(variable);
    return this;
  }

  /** What has to be done between its start and its readiness. */
  public LibertyNode thenUnsealing(Unsealing steps) {
    unsealing = steps;
    return this;
  }

  /** What custodians do to a node that has just started. */
  @FunctionalInterface
  public interface Unsealing {
    void run() throws IOException, InterruptedException;
  }

  /** Sets a variable of the process's environment. */
  public LibertyNode withEnvironment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Leaves variables out of the process's environment again. */
  public LibertyNode withoutEnvironment(Set<String> names) {
    environment.keySet().removeAll(names);
    return this;
  }

  /** What it printed. */
  public Path log() {
    return settings.state().resolve("logs/" + name + ".log");
  }

  @Override
  public String name() {
    return name;
  }

  /** The server's folder: configuration, logs. */
  public Path folder() {
    return user().resolve("servers").resolve(kind);
  }

  private Path user() {
    return settings.state().resolve("nodes").resolve(name).resolve("usr");
  }

  /** Unpacks the server package and writes this machine's values. */
  public void prepare() throws IOException {
    Archive.unpack(settings.parts().resolve("nodes/app-" + kind + ".zip"), user().getParent());
    configure();
  }

  /** Writes this machine's values only: what was unpacked before stays. */
  public void configure() throws IOException {
    Path overrides = folder().resolve("configDropins/overrides");
    Files.createDirectories(overrides);
    StringBuilder site = new StringBuilder("<server>\n");
    variables.forEach(
        (name, value) ->
            site.append("  <variable name=\"%s\" value=\"%s\"/>%n".formatted(name, value)));
    included.forEach(
        file -> site.append("  <include location=\"${server.config.dir}/%s\"/>%n".formatted(file)));
    site.append(
        "  <variable name=\"sallyport.keys.password\" value=\"%s\"/>%n</server>%n"
            .formatted(keys.password()));
    writePrivately(overrides.resolve("site.xml"), site.toString());
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + keys.of(name).resolve("aws-ca.bcfks"),
                "-Djavax.net.ssl.trustStorePassword=" + keys.password()));
    if (kind.equals("decrypt-node")) {
      settings
          .names()
          .ifPresent(
              file ->
                  options.addAll(
                      List.of("-Djdk.net.hosts.file=" + file, "-Dsun.net.inetaddr.ttl=0")));
    }
    writePrivately(
        overrides.resolve("jvm.options"), String.join("\n", options) + System.lineSeparator());
  }

  @Override
  public void start() throws IOException, InterruptedException {
    launch();
    unseal();
    process.await(() -> isUp("ready"), PATIENCE);
  }

  /** Has custodians unseal it, where it is one that they do. */
  public void unseal() throws IOException, InterruptedException {
    if (unsealing != null) {
      unsealing.run();
    }
  }

  /** Starts the process and waits until it has started, ready or not: a decrypt node is sealed. */
  public void launch() throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("JAVA_HOME", Jvm.home().toString());
    all.put("WLP_USER_DIR", user().toString());
    process =
        started(
            ChildProcess.start(
                name,
                folder(),
                log(),
                all,
                // Whatever shell the demo was started from: a decrypt node writes no core files.
                List.of(
                    "/bin/sh",
                    "-c",
                    "ulimit -c 0; exec \"$0\" run \"$1\"",
                    settings.parts().resolve("liberty/wlp/bin/server").toString(),
                    kind)));
    operator = operator();
    process.await(() -> isUp("started"), PATIENCE);
  }

  /** Whether one of its health checks, {@code started}, {@code live} or {@code ready}, is up. */
  public boolean isUp(String check) {
    URI health = URI.create("https://localhost:" + healthPort + "/health/" + check);
    try {
      return operator
              .send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpClient operator() throws IOException {
    return MutualTls.client(
        keys.of("operator").resolve("operator.p12"), keys.password().toCharArray());
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
