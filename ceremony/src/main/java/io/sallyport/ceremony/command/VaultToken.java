package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.ceremony.TokenVault;
import io.sallyport.ceremony.TokenVault.TokenKey;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes vault keys in a token. */
@Command(
    name = "token",
    description = {
      "Makes a browser key and an OpenPGP key in a PKCS #11 token, from which they never come out,"
          + " and writes their public halves for the manifest. There is no master key and there are"
          + " no shares then: whoever has token and PIN can open (sallyport.unseal.method = pkcs11).",
      "Each entry's label is its key's name in the manifest, which is how a node finds it."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  sallyport-keys vault token --pkcs11-config pkcs11.cfg --pin-file /run/token-pin --out"
            + " token-vault")
final class VaultToken extends Step {
  @Option(
      names = "--pkcs11-config",
      required = true,
      paramLabel = "FILE",
      description =
          "What the JDK's SunPKCS11 reads: library, slot, and the attributes that keep private keys"
              + " in (docs/key-management.md has one).")
  private Path configuration;

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = "Its first line is the user's PIN. Without it, the tool asks.")
  private Path pinFile;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = VaultCommands.OWNER,
      description = "User id of the OpenPGP key; customers see it. Default: ${DEFAULT-VALUE}.")
  private String owner;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "token-vault",
      description = "Where the public halves go. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  protected void perform(Ceremony ceremony) throws Exception {
    if (ceremony.isRehearsal()) {
      ceremony.tell("would make a browser key and an OpenPGP key in the token");
      return;
    }
    Path file = ceremony.existing(configuration);
    try (NewFiles files = new NewFiles()) {
      TokenVault vault = open(ceremony, file);
      ceremony.explain("Making a browser key (P-384) in the token.");
      TokenKey browser = vault.browser();
      ceremony.explain("Making an OpenPGP key (RSA-3072) in the token.");
      TokenKey openPgp = vault.openPgp(owner, ceremony.now());
      files.add(
          ceremony.file(out.resolve(browser.id() + NewVaultKey.JWK_SUFFIX)), browser.publicHalf());
      files.add(
          ceremony.file(out.resolve(openPgp.id() + NewVaultKey.CERTIFICATE_SUFFIX)),
          openPgp.publicHalf());
      ceremony.write(files);
      ceremony.tell("browser key:  " + browser.id());
      ceremony.tell("openpgp key:  " + openPgp.id());
      ceremony.facts().add("keys", Json.createArrayBuilder().add(browser.id()).add(openPgp.id()));
    } catch (GeneralSecurityException e) {
      throw new CeremonyStopped(Outcome.REFUSED, "The token: " + e.getMessage(), e);
    }
    ceremony.next(
        "\"manifest new --vault %s\", or \"manifest change --add\" with both files."
            .formatted(out));
  }

  private TokenVault open(Ceremony ceremony, Path file)
      throws CeremonyStopped, GeneralSecurityException {
    char[] pin = pin(ceremony);
    try {
      return new TokenVault(JcaProvider.token(file), pin);
    } catch (KeyFileException e) {
      throw new CeremonyStopped(Outcome.FILES, e.getMessage(), e);
    } catch (IOException e) {
      throw new CeremonyStopped(Outcome.REFUSED, "The token does not open with this PIN.", e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private char[] pin(Ceremony ceremony) throws CeremonyStopped {
    try {
      return pinFile == null
          ? ceremony.terminal().secret("PIN of the token")
          : Password.firstLine(ceremony, pinFile);
    } catch (IOException e) {
      throw new CeremonyStopped(Outcome.FILES, "The PIN cannot be read.", e);
    }
  }
}
