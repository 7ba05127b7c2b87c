package io.sallyport.demo.part;

import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.StartRefused;
import io.sallyport.demo.keys.DevelopmentKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A customer's own node, from the package that their IT gets: unpacked, enrolled with its own
 * {@code bin/enroll}, started with its own script, in a machine's role of a second sandbox account.
 */
public final class OnPremiseNode extends ProcessPart {
  /** What its own list allows. */
  public static final List<String> OPERATIONS =
      List.of(
          "ec2.DescribeInstances",
          "ec2.DescribeRegions",
          "ec2.DescribeSpotPriceHistory",
          "ec2.RunInstances",
          "ec2.TerminateInstances",
          "pricing.GetProducts",
          "s3.GetObject",
          "s3.HeadObject",
          "s3.ListBuckets",
          "s3.ListObjectsV2",
          "sts.GetCallerIdentity");

  private static final String MACHINE = "onprem-1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final DemoSettings settings;
  private final DevelopmentKeys keys;
  private final Sandbox sandbox;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  public OnPremiseNode(DemoSettings settings, DevelopmentKeys keys, Sandbox sandbox) {
    this.settings = settings;
    this.keys = keys;
    this.sandbox = sandbox;
    with("sallyport.onprem.host", "127.0.0.1");
    with("sallyport.onprem.port", settings.port(Port.ON_PREMISE));
    with("sallyport.onprem.operations", String.join(", ", OPERATIONS));
    with("sallyport.onprem.regions", "eu-central-1, us-east-1");
    with("sallyport.aws.endpoint", settings.sandboxUrl());
    // It can be asked either way.
    with("sallyport.onprem.dial", true);
  }

  /** Sets a variable of the server's configuration. */
  public OnPremiseNode with(String variable, Object value) {
    variables.put(variable, value.toString());
    return this;
  }

  /** Leaves a variable to its default. */
  public OnPremiseNode without(String variable) {
    variables.remove(variable);
    return this;
  }

  /** Sets a variable of the environment of its process and commands. */
  public OnPremiseNode withEnvironment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Leaves variables out of that environment again. */
  public OnPremiseNode withoutEnvironment(Set<String> names) {
    environment.keySet().removeAll(names);
    return this;
  }

  @Override
  public String name() {
    return "on-premise-node";
  }

  /** Where the package was unpacked. */
  public Path folder() {
    return settings.state().resolve("nodes/on-premise/sallyport-onprem-node");
  }

  /** The server's folder in it: configuration, trail, logs. */
  public Path server() {
    return folder().resolve("wlp/usr/servers/onprem-node");
  }

  /** Where it is asked. */
  public String endpoint() {
    return "https://localhost:" + settings.port(Port.ON_PREMISE);
  }

  /** Unpacks the package, if it is not there, and writes what this machine's IT would. */
  public void prepare() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder())) {
      Archive.unpack(settings.parts().resolve("nodes/onprem-package.zip"), folder().getParent());
    }
    configure();
  }

  /** Writes this machine's values only. */
  public void configure() throws IOException, InterruptedException {
    Path overrides = server().resolve("configDropins/overrides");
    Files.createDirectories(overrides);
    StringBuilder site = new StringBuilder("<server>\n");
    variables.forEach(
        (name, value) ->
            site.append("  <variable name=\"%s\" value=\"%s\"/>%n".formatted(name, value)));
    site.append(credentialsTrust());
    Files.writeString(overrides.resolve("site.xml"), site.append("</server>\n"));
    Files.writeString(
        overrides.resolve("jvm.options"),
        String.join("\n", "-Djavax.net.ssl.trustStore=" + authorities(), ""));
  }

  /**
   * Whom it trusts at AWS, in the form in which JDK 18 and newer have their own list: PKCS #12
   * without a password.
   */
  private Path authorities() throws IOException, InterruptedException {
    Path file = folder().resolve("authorities.p12");
    if (!Files.exists(file)) {
      Process process =
          new ProcessBuilder(
                  Jvm.home().resolve("bin/keytool").toString(),
                  "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
                  "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
                  "-importcert",
                  "-noprompt",
                  "-alias",
                  "sandbox",
                  "-file",
                  keys.authority().toString(),
                  "-keystore",
                  file.toString(),
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  "without")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + said);
      }
    }
    return file;
  }

  /**
   * The sandbox gives machines their credentials over HTTPS, which AWS does over links of their
   * own: the JDK's connections, which Liberty serves, must trust it.
   */
  private String credentialsTrust() throws IOException {
    return """
          <keyStore id="awsAuthorities" location="%s" type="BCFKS" provider="BCFIPS" password="%s" readOnly="true"/>
          <ssl id="awsTls" keyStoreRef="awsAuthorities" trustStoreRef="awsAuthorities" jsseProvider="BCJSSE" sslProtocol="TLS" enabledCiphers="${tls.suites}" verifyHostname="true"/>
          <sslDefault outboundSSLRef="awsTls"/>
        """
        .formatted(keys.of("decrypt-node").resolve("aws-ca.bcfks"), keys.password());
  }

  /** What is there to paste into a shell: it asks for the code. */
  public String enrolment() {
    return folder().resolve("bin/enroll")
        + " --portal "
        + settings.portalUrl()
        + " --authority "
        + keys.authority()
        + " --code";
  }

  /**
   * Runs one of its commands, as whoever installs it does.
   *
   * @return what it printed
   * @throws StartRefused with that, when it did not succeed
   */
  public String run(String command, String... arguments) throws IOException, InterruptedException {
    return runTyping("", command, arguments);
  }

  private String runTyping(String typed, String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(folder().resolve("bin").resolve(command).toString());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", Jvm.home().toString());
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(typed.getBytes(StandardCharsets.UTF_8));
    }
    String said;
    try (InputStream in = process.getInputStream()) {
      said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new StartRefused("bin/" + command + ": " + said);
    }
    return said;
  }

  /** A setting that enrolling wrote. */
  public String setting(String name) throws IOException {
    return Files.readString(server().resolve("configDropins/overrides/00-enrolment.xml"))
        .replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]+)\".*", "$1");
  }

  /** Pairs it with a company. */
  public String enrol(String code) throws IOException, InterruptedException {
    return runTyping(
        code + System.lineSeparator(),
        "enroll",
        "--portal",
        settings.portalUrl(),
        "--authority",
        keys.authority().toString(),
        "--code");
  }

  /** Whether it belongs to a company already, and can be started. */
  public boolean isEnrolled() {
    return Files.exists(server().resolve("configDropins/overrides/00-enrolment.xml"));
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("JAVA_HOME", Jvm.home().toString());
    all.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        settings.sandboxUrl() + "/sandbox/machine-credentials/" + MACHINE);
    all.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", sandbox.machineToken());
    ChildProcess process =
        started(
            ChildProcess.start(
                name(),
                folder(),
                log(),
                all,
                List.of(folder().resolve("bin/sallyport-node").toString(), "run")));
    process.await(this::isListening, PATIENCE);
  }

  /** What it printed. */
  public Path log() {
    return settings.state().resolve("logs/on-premise-node.log");
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port(Port.ON_PREMISE)),
          1_000);
      return Files.readString(log()).contains("CWWKF0011I");
    } catch (IOException e) {
      return false;
    }
  }
}
