package io.sallyport.demo.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.keys.DevelopmentKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The AWS sandbox as a process of its own, on the same FIPS TLS as the nodes. */
public final class Sandbox extends ProcessPart {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DemoSettings settings;
  private final DevelopmentKeys keys;
  private final Path node;

  /**
   * A sandbox.
   *
   * @param node a node's unpacked server package, whose FIPS module is used
   */
  public Sandbox(DemoSettings settings, DevelopmentKeys keys, Path node) {
    this.settings = settings;
    this.keys = keys;
    this.node = node;
  }

  @Override
  public String name() {
    return "sandbox";
  }

  private Path folder() {
    return settings.state().resolve("sandbox");
  }

  /** The token that nodes show to get their machines' credentials. */
  public String machineToken() throws IOException {
    return secret("machine-token");
  }

  /** The token that opens the sandbox's control endpoints. */
  public String controlToken() throws IOException {
    return secret("control-token");
  }

  private String secret(String name) throws IOException {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(folder());
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
    }
    return Files.readString(file).strip();
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path ready = folder().resolve("ready.json");
    controlToken();
    Files.deleteIfExists(ready);
    ChildProcess process =
        started(
            ChildProcess.start(
                name(),
                node,
                settings.state().resolve("logs/sandbox.log"),
                Map.of(),
                List.of(
                    Jvm.command(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--module-path=lib/fips",
                    "--add-modules=org.bouncycastle.fips.core,org.bouncycastle.fips.tls,"
                        + "org.bouncycastle.fips.pkix,org.bouncycastle.fips.util",
                    "-Djava.security.properties==fips.java.security",
                    "-Djdk.tls.namedGroups=secp384r1,secp256r1",
                    "-cp",
                    settings.parts().resolve("sandbox") + "/*",
                    "io.sallyport.sandbox.SandboxCommand",
                    "--port=" + settings.port(Port.SANDBOX),
                    "--keystore=" + keys.of("sandbox").resolve("sandbox.bcfks"),
                    "--keystore-type=BCFKS",
                    "--keystore-password-file=" + keys.folder().resolve("password"),
                    "--seed=" + seed(),
                    "--state=" + folder().resolve("state.json"),
                    "--control-token-file=" + folder().resolve("control-token"),
                    "--ready-file=" + ready)));
    process.await(() -> Files.exists(ready), PATIENCE);
  }

  /** The sample accounts, with the machine token's hash in place. */
  private Path seed() throws IOException {
    ObjectNode seed;
    try (InputStream in = Sandbox.class.getResourceAsStream("sandbox-seed.json")) {
      seed = (ObjectNode) JSON.readTree(in);
    }
    ArrayNode machines = (ArrayNode) seed.get("machines");
    for (JsonNode machine : machines) {
      ((ObjectNode) machine).put("tokenSha256", sha256(machineToken()));
    }
    Path file = folder().resolve("seed.json");
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), seed);
    return file;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
