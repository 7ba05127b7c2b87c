package io.sallyport.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.ceremony.MutualTls;
import io.sallyport.ceremony.NodeClient;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.demo.keys.DevelopmentKeys;
import io.sallyport.demo.part.LibertyNode;
import io.sallyport.demo.part.OnPremiseNode;
import io.sallyport.demo.part.Part;
import io.sallyport.demo.part.Postgres;
import io.sallyport.demo.part.Sandbox;
import io.sallyport.sql.Invite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The whole product on one machine: a database, a sandbox, a web node and a decrypt node. */
public final class RunningDemo implements AutoCloseable {
  private static final String VENDOR = "arn:aws:iam::900000000001:role/SallyportGate";
  private static final String SAMPLE = "420000000042";
  private static final Logger LOG = Logger.getLogger(RunningDemo.class.getName());
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.zonky.test"), Logger.getLogger("org.flywaydb"));
  private static final String MACHINE = "decrypt-1";

  private final DemoSettings settings;
  private final StateLock lock;
  private final DevelopmentKeys keys;
  private final Postgres database;
  private final LibertyNode webNode;
  private final LibertyNode decryptNode;
  private final Sandbox sandbox;
  private final OnPremiseNode onPremiseNode;
  private final List<String> invitations = new ArrayList<>();
  private final List<String> staff = new ArrayList<>();
  private volatile boolean stopping;

  private RunningDemo(DemoSettings settings, StateLock lock) throws IOException {
    this.settings = settings;
    this.lock = lock;
    keys = DevelopmentKeys.in(settings.state().resolve("keys"));
    database = new Postgres(settings, keys);
    webNode =
        node("web-node", "web-1", Port.WEB_HEALTH)
            .with("sallyport.portal.host", "127.0.0.1")
            .with("sallyport.portal.port", settings.port(Port.PORTAL))
            .with("sallyport.portal.origin", settings.portalUrl())
            .with("sallyport.vendor.principal-arn", VENDOR)
            // What customers publish is on this machine too.
            .with("sallyport.outbound.private", true)
            .with("sallyport.outbound.authorities", keys.authority())
            // One machine is everybody here.
            .with("sallyport.limit.ceremonies", 6_000)
            .with("sallyport.limit.registrations", 6_000)
            .with("sallyport.limit.refused-tokens", 6_000)
            .with("sallyport.decrypt-nodes", settings.internalUrl())
            .with("sallyport.sso.key", keys.of("web-node").resolve("sso-key.jwk"))
            .with("sallyport.manifest.first", keys.of("web-node").resolve("manifest-1.json"));
    decryptNode =
        decrypting(node("decrypt-node", "decrypt-1", Port.DECRYPT_HEALTH))
            .with("sallyport.internal.port", settings.port(Port.INTERNAL))
            .with("sallyport.onprem.dial.host", "127.0.0.1")
            .with("sallyport.onprem.dial.port", settings.port(Port.DIAL))
            .with("sallyport.onprem.gates", "https://localhost:" + settings.port(Port.DIAL))
            .including("dial.xml")
            .thenUnsealing(this::unseal);
    sandbox = new Sandbox(settings, keys, decryptNode.folder());
    onPremiseNode = new OnPremiseNode(settings, keys, sandbox);
  }

  /** As two of the three custodians do it, each with their own certificate and share. */
  private void unseal() throws IOException, InterruptedException {
    for (int number : List.of(1, 2)) {
      Path folder = keys.custodian(number);
      try {
        new NodeClient(
                URI.create(settings.internalUrl()),
                MutualTls.client(folder.resolve("custodian.p12"), keys.password().toCharArray()))
            .submit(Files.readString(folder.resolve("share.txt")));
      } catch (NodeClient.NodeRefused e) {
        throw new StartRefused("The decrypt node could not be unsealed: " + e.getMessage(), e);
      }
    }
  }

  private LibertyNode node(String kind, String name, Port health) {
    return named(name, new LibertyNode(settings, keys, kind, settings.port(health)));
  }

  private LibertyNode named(String name, LibertyNode node) {
    return node.with("sallyport.node.name", name)
        .with("sallyport.db.port", settings.port(Port.DATABASE));
  }

  private LibertyNode decrypting(LibertyNode node) {
    return node.with("sallyport.aws.endpoint", settings.sandboxUrl())
        // Customers' nodes are on this machine too.
        .with("sallyport.onprem.private", "127.0.0.0/8, ::1/128")
        .with("sallyport.onprem.outgoing", "127.0.0.0/8, ::1/128");
  }

  /**
   * A further decrypt node, which whoever asks for it configures, starts and stops.
   *
   * @param name what it is called; the folder of that name holds its keys
   */
  public LibertyNode furtherDecryptNode(String name, int internalPort, int healthPort)
      throws IOException {
    return withCredentials(
        decrypting(named(name, new LibertyNode(settings, keys, "decrypt-node", name, healthPort)))
            .with("sallyport.internal.port", internalPort));
  }

  /** The machine's credentials, as on ECS and EKS. */
  private LibertyNode withCredentials(LibertyNode node) throws IOException {
    return node.withEnvironment(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            settings.sandboxUrl() + "/sandbox/machine-credentials/" + MACHINE)
        .withEnvironment("AWS_CONTAINER_AUTHORIZATION_TOKEN", sandbox.machineToken());
  }

  /**
   * Starts everything, and returns when all of it is ready.
   *
   * @param progress hears a line for each step
   * @throws StartRefused saying what is in the way; nothing is left running then
   */
  public static RunningDemo start(DemoSettings settings, Consumer<String> progress)
      throws IOException, InterruptedException {
    quieten();
    StateLock lock = StateLock.take(settings.state());
    try {
      Files.deleteIfExists(settings.facts());
      int cleared = lock.clearLeftovers();
      if (cleared > 0) {
        progress.accept(
            "Stopped " + cleared + " process(es) that an unfinished earlier start left behind");
      }
      for (Port port : Port.values()) {
        port.requireFree(settings.port(port));
      }
      progress.accept("Keys and certificates");
      RunningDemo demo = new RunningDemo(settings, lock);
      demo.startParts(progress);
      return demo;
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Keeps the libraries' own progress out of ours: what goes wrong is still said. */
  private static void quieten() {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  private void startParts(Consumer<String> progress) throws IOException, InterruptedException {
    Thread stopper = new Thread(this::stopParts, "demo-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      webNode.prepare();
      decryptNode.prepare();
      withCredentials(decryptNode);
      onPremiseNode.prepare();
      progress.accept(
          "PostgreSQL, the AWS sandbox, and two Open Liberty servers: about half a minute");
      together(progress, parts());
      invite();
      lock.remember(parts().stream().map(Part::pid).toList());
      writeFacts();
    } catch (IOException | InterruptedException | RuntimeException e) {
      stopParts();
      throw e;
    } finally {
      if (parts().stream().noneMatch(Part::isRunning)) {
        Runtime.getRuntime().removeShutdownHook(stopper);
      }
    }
  }

  /** The vendor's people, until they have come: each start makes fresh codes. */
  private void invite() throws IOException {
    for (int number : List.of(1, 2)) {
      invite(
              keys.custodianId(number),
              "Custodian " + number,
              Set.of(Invite.StaffRole.KEY_CUSTODIAN))
          .ifPresent(invitations::add);
    }
    invite(
            UUID.nameUUIDFromBytes("support".getBytes(StandardCharsets.UTF_8)),
            "Sam, support and operator",
            Set.of(Invite.StaffRole.SUPPORT, Invite.StaffRole.OPERATOR))
        .ifPresent(staff::add);
    invite(
            UUID.nameUUIDFromBytes("officer".getBytes(StandardCharsets.UTF_8)),
            "Olga, security officer and auditor",
            Set.of(Invite.StaffRole.SECURITY_OFFICER, Invite.StaffRole.AUDITOR))
        .ifPresent(staff::add);
  }

  private Optional<String> invite(UUID person, String name, Set<Invite.StaffRole> roles) {
    try {
      return Optional.of(
          settings.portalUrl()
              + "/join#"
              + Invite.invite(database.as("sallyport_owner"), person, name, roles, 24));
    } catch (SQLException e) {
      // They have come already.
      LOG.log(Level.FINE, name + " is not invited again", e);
      return Optional.empty();
    }
  }

  private void together(Consumer<String> progress, List<Part> parts)
      throws IOException, InterruptedException {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (Part part : parts) {
      starting.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  part.start();
                  progress.accept("  " + part.name() + " is ready");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  throw new StartRefused("Interrupted while starting " + part.name(), e);
                }
              }));
    }
    while (starting.stream().anyMatch(each -> !each.isDone())
        && starting.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
      lock.remember(parts().stream().map(Part::pid).filter(pid -> pid > 0).toList());
      Thread.sleep(500);
    }
    try {
      CompletableFuture.anyOf(
              starting.stream()
                  .filter(CompletableFuture::isCompletedExceptionally)
                  .toArray(CompletableFuture[]::new))
          .getNow(null);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StartRefused refused) {
        throw refused;
      }
      throw new IOException(e.getCause());
    }
  }

  public DemoSettings settings() {
    return settings;
  }

  public DevelopmentKeys keys() {
    return keys;
  }

  public Postgres database() {
    return database;
  }

  public LibertyNode webNode() {
    return webNode;
  }

  public LibertyNode decryptNode() {
    return decryptNode;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** A customer's own node: unpacked, and started once somebody has enrolled it. */
  public OnPremiseNode onPremiseNode() {
    return onPremiseNode;
  }

  private List<Part> parts() {
    return List.of(database, sandbox, webNode, decryptNode);
  }

  /** What runs where. */
  public DemoFacts facts() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (Port port : Port.values()) {
      ports.put(port.listener(), settings.port(port));
    }
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("demo", ProcessHandle.current().pid());
    parts().forEach(part -> processes.put(part.name(), part.pid()));
    return new DemoFacts(
        settings.portalUrl(),
        keys.authority().toString(),
        ports,
        processes,
        new DemoFacts.SandboxFacts(
            settings.sandboxUrl(),
            settings.sandboxUrl() + "/console",
            settings.state().resolve("sandbox/control-token").toString(),
            VENDOR),
        new DemoFacts.SampleAccount(
            SAMPLE,
            "sample-customer-42",
            "AKIASANDBOXSAMPLE001",
            "sandbox/only/not/a/real/aws/key/0000000000",
            "arn:aws:iam::" + SAMPLE + ":role/SallyportAccess",
            "arn:aws:iam::" + SAMPLE + ":role/AcceptsAnyExternalId"),
        List.copyOf(invitations),
        List.copyOf(staff),
        rootFingerprint(),
        keys.folder().toString(),
        settings.state().resolve("logs").toString());
  }

  private String rootFingerprint() {
    return Root.grouped(Root.in(keys.of("root").resolve("root.json")).fingerprint());
  }

  private void writeFacts() throws IOException {
    Path unfinished = settings.facts().resolveSibling(settings.facts().getFileName() + ".tmp");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), facts());
    Files.move(unfinished, settings.facts(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Waits until a part ends by itself, and says which. The customer's own node is started as soon
   * as somebody has enrolled it; it may end and be enrolled anew without the rest.
   */
  public Part awaitFirstEnd(Consumer<String> progress) throws InterruptedException, IOException {
    while (true) {
      if (!stopping && onPremiseNode.isEnrolled() && !onPremiseNode.isRunning()) {
        onPremiseNode.start();
        lock.remember(
            Stream.concat(parts().stream(), Stream.of(onPremiseNode)).map(Part::pid).toList());
        progress.accept(
            "The on-premise node is enrolled, and ready at " + onPremiseNode.endpoint());
      }
      for (Part part : parts()) {
        if (!part.isRunning() && !stopping) {
          return part;
        }
      }
      Thread.sleep(1000);
    }
  }

  private synchronized void stopParts() {
    stopping = true;
    List.of(onPremiseNode, webNode, decryptNode, sandbox, database).parallelStream()
        .forEach(Part::close);
    try {
      Files.deleteIfExists(settings.facts());
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops everything; what it made and learned stays in the state folder. */
  @Override
  public void close() {
    stopParts();
  }
}
