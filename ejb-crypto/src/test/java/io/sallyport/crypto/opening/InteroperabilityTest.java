package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.fixture.SystemProgram;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.sealing.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The outer layer between us and other implementations of OpenPGP: whoever has the key can open
 * what we store, without us. {@code sq} and {@code pgpainless-cli} are left out, and it is said,
 * where the system has no package of them.
 */
class InteroperabilityTest {
  private static final SystemProgram GPG = new SystemProgram("gpg", "gnupg");
  private static final SystemProgram SQ = new SystemProgram("sq", "sq");
  private static final SystemProgram PGPAINLESS =
      new SystemProgram("pgpainless-cli", "pgpainless-cli");

  private static Site site;

  private Path folder;
  private Path secret;
  private final SealingContext context = Browser.newContext();

  @BeforeAll
  static void aSite() {
    site = new Site();
  }

  /** Short, since gpg-agent's socket is in it. */
  @BeforeEach
  void aFolder() throws IOException {
    folder =
        Files.createTempDirectory(
            "pgp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    secret = OpenPgpKey.write(folder.resolve("secret.pgp"), site.openPgp.secret().getEncoded());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    SystemProgram.run("gpgconf", "--homedir", folder.toString(), "--kill", "all");
    SystemProgram.run("rm", "-r", folder.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 65536})
  void gpgOpensWhatWeWrite(int length) throws IOException {
    requireGpg();
    String jwe = Browser.seal(site.recipient, context, length);
    gpg("--import", secret.toString());
    assertThat(text(gpg("--decrypt", sealed(jwe)))).isEqualTo(jwe);
  }

  @Test
  void sequoiaOpensWhatWeWrite() throws IOException {
    assumeTrue(SQ.isAvailable(), "sq is not installed: apt-get install sq");
    String jwe = Browser.seal(site.recipient, context);
    assertThat(
            text(
                SystemProgram.run(
                    "sq", "decrypt", "--recipient-key", secret.toString(), sealed(jwe))))
        .isEqualTo(jwe);
  }

  @Test
  void pgpainlessOpensWhatWeWrite() throws IOException {
    assumeTrue(
        PGPAINLESS.isAvailable(),
        "pgpainless-cli is not installed: apt-get install pgpainless-cli");
    String jwe = Browser.seal(site.recipient, context);
    assertThat(
            text(
                SystemProgram.run(
                    "sh",
                    "-c",
                    "pgpainless-cli decrypt \"$0\" < \"$1\"",
                    secret.toString(),
                    sealed(jwe))))
        .isEqualTo(jwe);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 65536})
  void weOpenWhatGpgWrites(int length) throws Exception {
    requireGpg();
    String jwe = Browser.seal(site.recipient, context, length);
    byte[] opened = new Opening(site).openOuter(byGpg(jwe, "--compress-algo", "none"));
    assertThat(text(opened)).isEqualTo(jwe);
    assertThat(new Opening(site).openInner(opened, context)).hasSize(length);
  }

  @Test
  void whatGpgWritesOtherwiseThanWeStoreItIsRefused() throws IOException {
    requireGpg();
    String jwe = Browser.seal(site.recipient, context);
    assertThat(gate(byGpg(jwe, "--compress-algo", "zip"))).isEqualTo(OpeningFailure.Gate.PACKETS);
    assertThat(gate(byGpg(jwe, "--armor"))).isEqualTo(OpeningFailure.Gate.PACKETS);
    assertThat(gate(byGpg(jwe, "--compress-algo", "none", "--cipher-algo", "AES128")))
        .isEqualTo(OpeningFailure.Gate.OPENPGP);
    assertThat(gate(byGpg(jwe, "--compress-algo", "none", "--throw-keyids")))
        .isEqualTo(OpeningFailure.Gate.PACKETS);
  }

  private static OpeningFailure.Gate gate(byte[] message) {
    return Opening.gateOf(() -> new Opening(site).openOuter(message));
  }

  private String sealed(String jwe) {
    byte[] payload =
        new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), Opening.JVM)
            .seal(jwe, context, Site.kid(site.recipient))
            .payload();
    return OpenPgpKey.write(folder.resolve("sealed.pgp"), payload).toString();
  }

  private byte[] byGpg(String jwe, String... options) throws IOException {
    Path certificate =
        OpenPgpKey.write(
            folder.resolve("certificate.pgp"), site.openPgp.certificate().getEncoded());
    Path plain = OpenPgpKey.write(folder.resolve("plain"), jwe.getBytes(StandardCharsets.US_ASCII));
    Path message = folder.resolve("by-gpg.pgp");
    List<String> command =
        new ArrayList<>(
            List.of("--trust-model=always", "--set-filename", "", "--cipher-algo=AES256"));
    command.addAll(List.of(options));
    command.addAll(List.of("--recipient-file", certificate.toString()));
    command.addAll(List.of("--output", message.toString(), "--encrypt", plain.toString()));
    gpg(command.toArray(String[]::new));
    byte[] written = Files.readAllBytes(message);
    Files.delete(message);
    return written;
  }

  private byte[] gpg(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("gpg", "--homedir", folder.toString(), "--batch", "--quiet"));
    command.addAll(List.of(arguments));
    return SystemProgram.run(command.toArray(String[]::new));
  }

  private static void requireGpg() {
    assertThat(GPG.isAvailable())
        .as("These tests need GnuPG. Install it, as root: apt-get install gnupg")
        .isTrue();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
