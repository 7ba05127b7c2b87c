package io.sallyport.onprem;

import io.sallyport.api.onpremise.TrailFile;
import io.sallyport.api.order.Identity;
import io.sallyport.api.order.OwnWish;
import io.sallyport.api.order.Sha256;
import io.sallyport.contract.node.Release;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The tool of an on-premise node, as {@code bin/enroll} and its like start it. */
@Command(
    name = "sallyport-node",
    mixinStandardHelpOptions = true,
    versionProvider = SallyportNode.Version.class,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    description = "Enrols, renews, examines, audits and revokes this on-premise node of Sallyport.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing found wrong",
      "1:refused, or something found wrong; the output says what to do",
      "2:the command line was not understood",
      "3:a file cannot be read or written, or the portal cannot be reached"
    })
public final class SallyportNode {
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  @Option(
      names = "--home",
      hidden = true,
      scope = ScopeType.INHERIT,
      required = true,
      description = "Where the package was unpacked; the scripts say it.")
  private Path home;

  private final PrintStream out;

  private SallyportNode(PrintStream out) {
    this.out = out;
  }

  /** Runs a command. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new SallyportNode(out))
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              err.println(sentence(e));
              return e instanceof Stopped ? 1 : 3;
            })
        .execute(arguments);
  }

  private static String sentence(Exception thrown) {
    if (thrown instanceof SSLException) {
      return "The portal's certificate is not trusted here: name who issued it with --authority, if"
          + " that is no public authority. ("
          + thrown.getMessage()
          + ")";
    }
    if (thrown instanceof ConnectException || thrown instanceof HttpTimeoutException) {
      return "The portal cannot be reached: look at its address, and let this machine open TCP"
          + " connections to it.";
    }
    return thrown instanceof Stopped
        ? thrown.getMessage()
        : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
  }

  private NodeFolder folder() {
    return new NodeFolder(home.resolve("wlp/usr/servers/onprem-node"));
  }

  /** Tells the release. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Sallyport on-premise node " + Release.version()};
    }
  }

  @Command(
      name = "enroll",
      description = {
        "Pairs this node with your company at Sallyport. An administrator of yours finds the code on"
            + " the portal's On-premise nodes page; it is good for ten minutes, once.",
        "The node makes its own key, which never leaves this machine."
      })
  int enroll(
      @Option(names = "--portal", required = true, description = "The portal, e.g. https://…")
          URI portal,
      @Option(
              names = "--code",
              required = true,
              arity = "0..1",
              interactive = true,
              echo = true,
              prompt = "One-time code: ",
              description =
                  "The one-time code. Without one it is asked for, so that it is in no list of"
                      + " processes and no shell's history.")
          String code,
      @Option(
              names = "--authority",
              description = "PEM file of who issued the portal's certificate, if not a public one.")
          Path authority)
      throws Exception {
    requireHttps(portal);
    NodeFolder folder = folder();
    try (FileChannel alone = folder.exclusively()) {
      return enroll(folder, portal, code, authority);
    }
  }

  private int enroll(NodeFolder folder, URI portal, String code, Path authority) throws Exception {
    // A code is good once: what would fail afterwards fails before.
    folder.requireWritable();
    NewKey key = NewKey.make();
    JsonObject answer =
        new Portal(portal, authority)
            .post("node-enrolments", request(key).add("code", code.strip()).build());
    String password = password(folder);
    Map<String, String> settings = new TreeMap<>();
    settings.put(NodeFolder.NODE, answer.getString("node"));
    settings.put(NodeFolder.TENANT, answer.getString("tenant"));
    settings.put(NodeFolder.NETWORKS, answer.getString("networks"));
    // A portal of an older release does not say it.
    settings.put(NodeFolder.GATES, answer.getString("gates", ""));
    settings.put(NodeFolder.PORTAL, portal.toString());
    settings.put(NodeFolder.KEYS_PASSWORD, password);
    X509Certificate certificate = keep(folder, key, answer, password);
    folder.keepPortalAuthority(authority);
    folder.writeSettings(settings);
    out.printf(
        "Enrolled as node %s until %s.%nOrders will come from: %s%nThey are signed under the authority"
            + " with the SHA-256 fingerprint%n  %s%nwhich your vendor can tell you to compare."
            + "%nStart it with bin/sallyport-node start, or systemctl start sallyport-node; one that runs"
            + " already, restart now.%n",
        answer.getString("node"),
        certificate.getNotAfter().toInstant(),
        settings.get(NodeFolder.NETWORKS),
        Sha256.hex(folder.ordering(password).getEncoded()));
    return 0;
  }

  /** What it was, so that a file of before and one of after fit each other whatever happens. */
  private static String password(NodeFolder folder) throws IOException, Stopped {
    String before = folder.allSettings().get(NodeFolder.KEYS_PASSWORD);
    if (before != null) {
      return before;
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void requireHttps(URI portal) throws Stopped {
    if (!"https".equals(portal.getScheme()) || portal.getHost() == null) {
      throw new Stopped("--portal must be an https URL.");
    }
  }

  private static JsonObjectBuilder request(NewKey key) {
    return Json.createObjectBuilder()
        .add("request", Base64.getEncoder().encodeToString(key.request()))
        .add("release", Release.version());
  }

  private static X509Certificate keep(
      NodeFolder folder, NewKey key, JsonObject answer, String password)
      throws IOException, GeneralSecurityException, Stopped {
    X509Certificate certificate = certificate(answer.getString("certificate"));
    if (!certificate.getPublicKey().equals(key.pair().getPublic())) {
      throw new Stopped("The portal answered with somebody else's certificate. Nothing was kept.");
    }
    certificate.verify(certificate(answer.getString("issuer")).getPublicKey());
    folder.writeKeys(
        new NodeFolder.Own(certificate, key.pair().getPrivate()),
        certificate(answer.getString("issuer")),
        certificate(answer.getString("orders")),
        password);
    return certificate;
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @Command(
      name = "renew",
      description = {
        "Renews the node's certificate with a new key when less than a third of its life is left;"
            + " the running node takes it up by itself. Made for a daily timer."
      })
  int renew(
      @Option(names = "--now", description = "However much of its life is left.") boolean now,
      @Option(names = "--authority", description = "As in enroll.") Path authority)
      throws Exception {
    NodeFolder folder = folder();
    try (FileChannel alone = folder.exclusively()) {
      return renew(folder, now, authority);
    }
  }

  private int renew(NodeFolder folder, boolean now, Path authority) throws Exception {
    Map<String, String> settings = folder.settings();
    String password = settings.get(NodeFolder.KEYS_PASSWORD);
    NodeFolder.Own own = folder.own(password);
    Instant end = own.certificate().getNotAfter().toInstant();
    Duration life = Duration.between(own.certificate().getNotBefore().toInstant(), end);
    if (!now && Instant.now().isBefore(end.minus(life.dividedBy(3)))) {
      out.printf("Not needed: the certificate is good until %s.%n", end);
      return 0;
    }
    // A certificate that cannot be kept would make the portal forget the one that is here.
    folder.requireWritableKeys();
    NewKey key = NewKey.make();
    JsonObject answer =
        new Portal(URI.create(settings.get(NodeFolder.PORTAL)), folder.portalAuthority(authority))
            .post(
                "node-renewals",
                request(key)
                    .add("node", settings.get(NodeFolder.NODE))
                    .add(
                        "renewal",
                        OwnWish.RENEWAL.sign(
                            new Identity(own.certificate(), own.key()),
                            key.request(),
                            Instant.now()))
                    .build());
    if (!certificate(answer.getString("orders")).equals(folder.ordering(password))) {
      throw new Stopped(
          "The portal names another authority of those who may order than the one that bin/enroll"
              + " pinned. Nothing was kept. Ask your vendor: if it was replaced, enrol the node anew.");
    }
    X509Certificate certificate = keep(folder, key, answer, password);
    out.printf("Renewed until %s.%n", certificate.getNotAfter().toInstant());
    return 0;
  }

  @Command(
      name = "leave",
      description = {
        "Has this node revoked at Sallyport, for good, and deletes its key and what it trusted: nobody"
            + " is admitted any more. Its trail stays.",
        "To come back it is enrolled anew, as another node."
      })
  int leave(
      @Option(
              names = "--here-only",
              description =
                  "Deletes what is here without telling Sallyport: where it was revoked already, or"
                      + " the portal cannot be reached.")
          boolean hereOnly,
      @Option(names = "--authority", description = "As in enroll.") Path authority)
      throws Exception {
    NodeFolder folder = folder();
    try (FileChannel alone = folder.exclusively()) {
      folder.requireDeletable();
      if (!hereOnly) {
        depart(folder, authority);
      }
      folder.forget();
    }
    out.printf(
        "Its key and what it trusted are deleted here. Stop it if it runs: bin/sallyport-node stop, or"
            + " systemctl disable --now sallyport-node.service sallyport-node-renew.timer.%n");
    return 0;
  }

  /** What it asks of itself, signed with the key that it has. */
  static String wish(OwnWish wish, String node, NodeFolder.Own own) {
    return wish.sign(
        new Identity(own.certificate(), own.key()),
        node.getBytes(StandardCharsets.US_ASCII),
        Instant.now());
  }

  private void depart(NodeFolder folder, Path authority) throws Exception {
    Map<String, String> settings = folder.settings();
    String node = settings.get(NodeFolder.NODE);
    NodeFolder.Own own = folder.own(settings.get(NodeFolder.KEYS_PASSWORD));
    String departure = wish(OwnWish.DEPARTURE, node, own);
    try {
      new Portal(URI.create(settings.get(NodeFolder.PORTAL)), folder.portalAuthority(authority))
          .post(
              "node-departures",
              Json.createObjectBuilder().add("node", node).add("departure", departure).build());
    } catch (Stopped e) {
      throw new Stopped(
          "The portal did not revoke node "
              + node
              + ": it may be revoked already, or this is not the key that it has now. Look on the"
              + " portal's On-premise nodes page; if the node is not there any more, or is revoked"
              + " there by you, finish with bin/leave --here-only. ("
              + e.getMessage()
              + ")",
          e);
    }
    out.printf("Node %s is revoked.%n", node);
  }

  @Command(
      name = "verify-audit",
      description = {
        "Verifies the node's own trail: each entry as it was written, none missing. What Sallyport has"
            + " a receipt of, it compares itself at each test of the connection."
      })
  int verifyAudit(
      @Option(names = "--trail", description = "Its folder, if it is not the node's own.")
          Path trail)
      throws Stopped, IOException {
    Path folder = trail == null ? folder().trail(folder().allSettings()) : trail;
    if (!Files.isDirectory(folder)) {
      throw new Stopped(folder + " is no folder.");
    }
    try {
      TrailFile.Whole whole = TrailFile.verify(folder);
      TrailFile.Head after = whole.after();
      TrailFile.Head head = whole.head();
      if (after.sequence() > 0) {
        out.printf(
            "Entries up to %d are not here. What is here follows the one with the hash %s.%n",
            after.sequence(), after.hash());
      }
      out.printf(
          "Whole: %d entries; the newest, %d, has the hash %s.%n",
          head.sequence() - after.sequence(), head.sequence(), head.hash());
      if (whole.unfinished()) {
        out.printf(
            "A further line was begun: the node is writing it just now, or its disk was full, and it"
                + " takes it back before the next one. Nobody has a receipt of it.%n");
      }
      return 0;
    } catch (IOException e) {
      throw new Stopped("NOT WHOLE: " + e.getMessage(), e);
    }
  }

  @Command(
      name = "doctor",
      description = "Examines this node, and says of what is wrong how to mend it.")
  int doctor(@Option(names = "--authority", description = "As in enroll.") Path authority)
      throws Exception {
    Doctor doctor = new Doctor(folder(), out, TOLERATED);
    return doctor.examine(folder().portalAuthority(authority)) ? 0 : 1;
  }
}
