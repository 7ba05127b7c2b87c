package io.sallyport.ceremony.command;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line as custodians type it, with real files. */
class SallyportKeysTest {
  private static final String SIGN = "manifest sign site/manifest-1.unsigned.json --root-key ";

  @TempDir private Path folder;

  private Clock clock = Clock.systemUTC();

  /** What a command answered. */
  private record Answer(int exit, String out, String err) {
    JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(out))) {
        return reader.readObject();
      }
    }
  }

  private Answer typed(String input, String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader(input)),
            new PrintWriter(out),
            new PrintWriter(err),
            null);
    int exit =
        SallyportKeys.commandLine(new Setting(terminal, clock, folder)).execute(line.split(" "));
    return new Answer(exit, out.toString(), err.toString());
  }

  private Answer run(String line) {
    return typed("", line);
  }

  private Answer done(String line) {
    Answer answer = run(line);
    assertThat(answer.exit()).as("%s: %s", line, answer.err()).isZero();
    return answer;
  }

  private void refused(String line, int exit, String reason) {
    List<Path> before = files();
    Answer answer = run(line);
    assertThat(answer.exit()).as("%s: %s", line, answer.err()).isEqualTo(exit);
    assertThat(answer.err()).contains(reason);
    assertThat(files()).as("a refusal writes nothing").isEqualTo(before);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String file(String inFolder, String ending) {
    try (Stream<Path> all = Files.list(folder.resolve(inFolder))) {
      return inFolder
          + "/"
          + all.map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(ending))
              .findFirst()
              .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String share(int custodian) {
    return file("custodian-" + custodian, ".txt");
  }

  @BeforeEach
  void aSite() {
    done("root create");
    done("vault create");
    done("node signing-key --out web-1");
    done("node signing-key --out decrypt-1");
  }

  private void newManifest() {
    done(
        "manifest new --node web:web-1=web-1/signing-key.public.jwk"
            + " --node decrypt:decrypt-1=decrypt-1/signing-key.public.jwk");
  }

  private void signedManifest() {
    newManifest();
    done(SIGN + "custodian-1/root-key.jwk --yes");
    done("manifest sign site/manifest-1.signed-1.json --root-key custodian-3/root-key.jwk --yes");
  }

  @Test
  void everyPrivateFileIsItsOwnersOnly() throws IOException {
    for (Path path : files()) {
      String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      if (Files.isRegularFile(path)) {
        assertThat(permissions).as(path.toString()).isEqualTo("rw-------");
      } else if (!path.equals(folder)) {
        assertThat(permissions).as(path.toString()).isEqualTo("rwx------");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root create", "vault create", "node signing-key --out web-1"})
  void nothingIsOverwritten(String again) {
    refused(again, 3, "");
  }

  @Test
  void twoOfThreeSharesOpenAndOneDoesNot() {
    done("shares verify %s %s %s".formatted(share(1), share(2), share(3)));
    Answer proved =
        done("shares combine --share %s --share %s --json".formatted(share(1), share(3)));
    assertThat(proved.json().getJsonArray("keys")).hasSize(2);
    refused("shares combine --share " + share(1), 1, "");
    refused("shares combine --share %s --share %s".formatted(share(1), share(1)), 1, "");
  }

  @Test
  void anAlteredAndAForeignShareAreNamed() throws IOException {
    Path own = folder.resolve(share(1));
    String text = Files.readString(own).strip();
    String[] parts = text.split("\\.");
    parts[5] = (parts[5].charAt(0) == 'A' ? "B" : "A") + parts[5].substring(1);
    Files.writeString(folder.resolve("altered.txt"), String.join(".", parts));
    refused("shares verify altered.txt", 1, "altered.txt: refused");
    done("vault create --vault other --custodians a,b");
    refused("shares verify " + file("a", ".txt"), 1, "refused: it belongs to set ");
  }

  @Test
  void noSecretIsShown() throws IOException {
    String secret = Files.readString(folder.resolve(share(1))).strip();
    String rootKey = Files.readString(folder.resolve("custodian-1/root-key.jwk"));
    String d = rootKey.replaceAll(".*\"d\":\"([^\"]+)\".*", "$1");
    for (String file : List.of(share(1), "custodian-1/root-key.jwk", "web-1/signing-key.jwk")) {
      for (String json : List.of("", " --json")) {
        Answer shown = done("inspect " + file + json);
        assertThat(shown.out() + shown.err())
            .doesNotContain(secret.split("\\.")[5])
            .doesNotContain(d);
      }
    }
  }

  @Test
  void everyKindOfFileCanBeInspected() {
    signedManifest();
    for (String file :
        List.of(
            "site/root.json",
            "site/manifest-1.json",
            "vault/shares.json",
            file("vault", ".sealed"),
            "web-1/signing-key.public.jwk")) {
      assertThat(done("inspect --json " + file).json().getBoolean("ok")).isTrue();
    }
  }

  @Test
  void aManifestCountsWhenTwoRootKeysSignedIt() {
    newManifest();
    done(SIGN + "custodian-1/root-key.jwk --yes");
    refused("manifest verify site/manifest-1.signed-1.json", 1, "");
    refused(
        "manifest sign site/manifest-1.signed-1.json --root-key custodian-1/root-key.jwk --yes",
        1,
        "");
    done("manifest sign site/manifest-1.signed-1.json --root-key custodian-2/root-key.jwk --yes");
    assertThat(done("manifest verify site/manifest-1.json").out()).contains("1");
  }

  @Test
  void whoDoesNotTypeYesSignsNothing() {
    newManifest();
    List<Path> before = files();
    assertThat(typed("no\n", SIGN + "custodian-1/root-key.jwk").exit()).isEqualTo(1);
    assertThat(typed("", SIGN + "custodian-1/root-key.jwk").exit()).isEqualTo(1);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aForeignRootKeySignsNothing() {
    newManifest();
    done("root create --custodians x,y --out elsewhere");
    refused(SIGN + "x/root-key.jwk --yes", 1, "");
  }

  @Test
  void anExpiredManifestIsRefused() {
    signedManifest();
    clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));
    refused("manifest verify site/manifest-1.json", 1, "");
  }

  @Test
  void stateNeverGoesBack() {
    signedManifest();
    String key = file("vault", ".jwk").replaceAll("vault/(.*)\\.jwk", "$1");
    refused("manifest change --previous site/manifest-1.json --destroy " + key, 1, "");
    refused("manifest change --previous site/manifest-1.json --retire " + key, 1, "");
    refused("manifest change --previous site/manifest-1.json --activate nobody", 1, "");
    refused("manifest change --previous site/manifest-1.json --days 31", 1, "1 to 30 days");
  }

  @Test
  void aLostShareIsReplacedAndTheOldOnesNoLongerFitTheNewSet() {
    done(
        "shares refresh --share %s --share %s --custodians d,e,f --threshold 2"
            .formatted(share(1), share(2)));
    String set =
        file("vault", ".json").endsWith("/shares.json") ? newSet() : file("vault", ".json");
    done(
        "shares combine --set %s --share %s --share %s"
            .formatted(set, file("d", ".txt"), file("f", ".txt")));
    refused("shares verify --set %s %s".formatted(set, share(3)), 1, "refused: it belongs to set ");
    refused(
        "shares combine --set %s --share %s --share %s".formatted(set, file("d", ".txt"), share(1)),
        1,
        "");
  }

  private String newSet() {
    return files().stream()
        .map(path -> folder.relativize(path).toString())
        .filter(path -> path.matches("vault/shares-.*\\.json"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anotherKeyNeedsTheShares() {
    refused("vault add-key --use browser --share " + share(1), 1, "");
    done("vault add-key --use openpgp --share %s --share %s".formatted(share(2), share(3)));
    assertThat(
            done("shares combine --json --share %s --share %s".formatted(share(1), share(2)))
                .json()
                .getJsonArray("keys"))
        .hasSize(3);
  }

  @Test
  void nodesAndCustodiansGetCertificatesThatNameThem() {
    done("node ca");
    Path password = folder.resolve("password");
    try {
      Files.writeString(password, "a long enough password\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Answer made =
        done(
            "node identity --kind decrypt-node --name decrypt-1 --host localhost --out tls"
                + " --password-file password");
    assertThat(made.out()).contains("urn:sallyport:node:decrypt-node:decrypt-1");
    refused("node identity --kind nobody --name x --out y", 2, "");
    done("node onprem-ca --out tls --password-file password");
    refused("node onprem-ca --out tls --password-file password", 3, "");
    assertThat(folder.resolve("tls/onprem-ca.bcfks")).isNotEmptyFile();
  }

  @Test
  void aRehearsalTouchesNothing() {
    List<Path> before = files();
    Answer whole = run("rehearse --json");
    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(whole.json().getBoolean("rehearsal")).isTrue();
    assertThat(run("root create --rehearse").exit()).isZero();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aNodeThatIsNotThereIsToldFromARefusal() {
    done("node ca");
    try {
      Files.writeString(folder.resolve("password"), "a long enough password\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    done(
        "node identity --kind custodian --name ada --person 00000000-0000-4000-8000-000000000001"
            + " --out ada --password-file password");
    refused(
        "status --node https://localhost:1 --identity %s --password-file password --trust %s"
            .formatted(file("ada", ".p12"), file("node-ca", ".crt.pem")),
        5,
        "");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    List<CommandLine> all = new ArrayList<>();
    collect(SallyportKeys.commandLine(Setting.ofProcess()), all);
    assertThat(all).hasSizeGreaterThan(20);
    for (CommandLine each : all) {
      String help = each.getUsageMessage(CommandLine.Help.Ansi.OFF);
      assertThat(help).as(each.getCommandName()).contains("Example").contains("--json");
    }
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, all));
  }

  @Test
  void whatIsNotUnderstoodIsUsage() {
    refused("vault", 2, "");
    refused("root fingerprint --nonsense site/root.json", 2, "--nonsense");
    refused("inspect missing.json", 4, "missing.json");
  }
}
