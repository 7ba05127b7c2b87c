package io.sallyport.tests.site;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.MutualTls;
import io.sallyport.ceremony.NodeClient;
import io.sallyport.crypto.fixture.SoftHsm;
import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.demo.part.LibertyNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A second decrypt node, set up as IT and custodians do it: identity, signing key and wrapped
 * master key come from the {@code sallyport-keys} of the server package.
 */
public final class SecondNode {
  /** What it is called. */
  public static final String NAME = "decrypt-2";

  private static final String KMS_KEY =
      "arn:aws:kms:eu-central-1:900000000001:key/0d3e1b5a-7c44-4a53-9c1e-5a11190a7000";
  private static final List<String> SHARED =
      List.of("aws-ca.bcfks", "db-ca.crt.pem", "db.crt.pem", "db.key.pem", "db.pk8", "root.json");

  private final RunningDemo demo;
  private final Path keys;
  private final int internalPort;
  private final int healthPort;
  private SoftHsm token;

  public SecondNode(RunningDemo demo) throws IOException {
    this.demo = demo;
    this.keys = demo.keys().of(NAME);
    Map<Port, Integer> free = Site.freePorts();
    this.internalPort = free.get(Port.INTERNAL);
    this.healthPort = free.get(Port.DECRYPT_HEALTH);
  }

  /** Its internal endpoint. */
  public String url() {
    return "https://localhost:" + internalPort;
  }

  /** Makes its keys; the public half of the one it signs with, for the manifest. */
  public ECKey makeKeys() throws IOException, InterruptedException, ParseException {
    tool(
        List.of(),
        "node",
        "identity",
        "--kind",
        "decrypt-node",
        "--name",
        NAME,
        "--host",
        "localhost,127.0.0.1",
        "--ca",
        demo.keys().of("node-ca").toString(),
        "--password-file",
        demo.keys().folder().resolve("password").toString(),
        "--out",
        keys.toString());
    tool(List.of(), "node", "signing-key", "--out", keys.toString());
    Path first = demo.keys().of("decrypt-node");
    for (String name : SHARED) {
      Files.copy(first.resolve(name), keys.resolve(name));
    }
    return ECKey.parse(Files.readString(keys.resolve("signing-key.public.jwk")));
  }

  /** Has KMS wrap the master key, with two custodians' shares; and takes a copy of the vault. */
  public void wrapMasterKey() throws IOException, InterruptedException, GeneralSecurityException {
    Path trust = demo.settings().state().resolve("aws-ca.p12");
    try (OutputStream out = Files.newOutputStream(trust)) {
      SandboxControl.authority(demo).store(out, "changeit".toCharArray());
    }
    Path vault = demo.keys().of("decrypt-node").resolve("vault");
    tool(
        List.of(
            "AWS_ACCESS_KEY_ID=AKIASANDBOXCEREMONY1",
            "AWS_SECRET_ACCESS_KEY=sandbox/only/not/a/real/aws/key/1111111111",
            "SALLYPORT_KEYS_OPTS=-Djavax.net.ssl.trustStore="
                + trust
                + " -Djavax.net.ssl.trustStorePassword=changeit"),
        "vault",
        "wrap",
        "--vault",
        vault.toString(),
        "--kms-key",
        KMS_KEY,
        "--endpoint",
        demo.settings().sandboxUrl(),
        "--share",
        demo.keys().custodian(1).resolve("share.txt").toString(),
        "--share",
        demo.keys().custodian(3).resolve("share.txt").toString());
    Path own = Files.createDirectories(keys.resolve("vault"));
    try (Stream<Path> files = Files.list(vault)) {
      for (Path file : files.toList()) {
        Files.copy(file, own.resolve(file.getFileName()));
      }
    }
  }

  /** The node, not yet started, which asks KMS. */
  public LibertyNode unsealingItself() throws IOException {
    LibertyNode node = demo.furtherDecryptNode(NAME, internalPort, healthPort);
    node.with("sallyport.unseal.method", "kms").prepare();
    return node;
  }

  /** Makes keys in a token, which never leave it; their public halves. */
  public TokenKeys makeTokenKeys() throws IOException, InterruptedException, ParseException {
    token = SoftHsm.create(Files.createDirectories(keys.resolve("token")).resolve("softhsm2.conf"));
    Path made = keys.resolve("token-vault");
    tool(
        List.of(tokenSettings()),
        "vault",
        "token",
        "--pkcs11-config",
        token.configuration().toString(),
        "--pin-file",
        token.pinFile().toString(),
        "--out",
        made.toString());
    return new TokenKeys(ECKey.parse(only(made, ".jwk")), only(made, ".asc"));
  }

  /**
   * Public halves.
   *
   * @param certificate armored
   */
  public record TokenKeys(ECKey browser, String certificate) {}

  private static String only(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readString(
          files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow());
    }
  }

  private String tokenSettings() {
    return "SOFTHSM2_CONF=" + keys.resolve("token/softhsm2.conf");
  }

  /** The node, not yet started, which opens its token. */
  public LibertyNode openingItsToken() throws IOException {
    LibertyNode node = demo.furtherDecryptNode(NAME, internalPort, healthPort);
    node.with("sallyport.unseal.method", "pkcs11")
        .with("sallyport.unseal.pkcs11.config", token.configuration())
        .with("sallyport.unseal.pkcs11.pin-file", token.pinFile())
        .withEnvironment("SOFTHSM2_CONF", keys.resolve("token/softhsm2.conf").toString())
        .configure();
    return node;
  }

  /** Custodian {@code number} at this node's door. */
  public NodeClient custodian(int number) throws IOException {
    return new NodeClient(
        URI.create(url()),
        MutualTls.client(
            demo.keys().custodian(number).resolve("custodian.p12"),
            demo.keys().password().toCharArray()));
  }

  private void tool(List<String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.add("sh");
    command.add(demo.decryptNode().folder().resolve("bin/sallyport-keys").toString());
    command.addAll(List.of(arguments));
    Command.run(command.toArray(String[]::new));
  }
}
