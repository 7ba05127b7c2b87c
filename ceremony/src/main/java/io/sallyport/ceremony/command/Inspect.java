package io.sallyport.ceremony.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what a file is, without its secrets. */
@Command(
    name = "inspect",
    description = {
      "Says what a file is and what may be known of it: a root, manifest, sealed key, share, set of"
          + " shares, wrapped master key, certificate, OpenPGP certificate or JWK.",
      "Never shows a secret: of a private key its public half, of a share its number and set."
    },
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys inspect site/manifest-1.json")
final class Inspect extends Step {
  @Parameters(paramLabel = "FILE", description = "Any file of a ceremony.")
  private Path file;

  @Override
  protected void perform(Ceremony ceremony) throws Exception {
    byte[] content = ceremony.read(file);
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (text.startsWith("sp-share.")) {
      share(text, ceremony);
    } else if (text.startsWith("{")) {
      json(StrictJson.object(content), content, ceremony);
    } else if (text.startsWith("-----BEGIN ")) {
      armored(text, ceremony);
    } else if (text.split("\\.", -1).length == 5) {
      sealedKey(SealedKey.read(text), ceremony);
    } else {
      throw unknown();
    }
  }

  private CeremonyStopped unknown() {
    return CeremonyStopped.refused("%s is no file that this tool knows.", file);
  }

  private static void kind(Ceremony ceremony, String type, String sentence) {
    ceremony.facts().add("type", type);
    ceremony.tell(sentence);
  }

  private static void share(String text, Ceremony ceremony) throws FormatException {
    try (Share share = Share.read(text)) {
      kind(ceremony, "share", "A share. It is a secret: its custodian alone keeps it.");
      ceremony.tell("share:     %d of set %s".formatted(share.index(), share.set()));
      ceremony.tell("threshold: " + share.threshold());
      ceremony
          .facts()
          .add("set", share.set())
          .add("index", share.index())
          .add("threshold", share.threshold());
    }
  }

  private void json(JsonObject object, byte[] content, Ceremony ceremony)
      throws CeremonyStopped, FormatException, JOSEException {
    if (object.containsKey("payload")) {
      manifest(SignedManifest.read(content), ceremony);
    } else if (object.containsKey("kty")) {
      jwk(object, ceremony);
    } else {
      switch (object.containsKey("type") ? StrictJson.text(object, "type") : "") {
        case Root.TYPE -> root(Root.read(content), ceremony);
        case "sallyport-shares/1" -> shareSet(ShareSet.read(content), ceremony);
        case "sallyport-kms/1" -> wrapped(object, ceremony);
        default -> throw unknown();
      }
    }
  }

  private static void manifest(SignedManifest document, Ceremony ceremony) throws FormatException {
    kind(
        ceremony,
        "manifest",
        "A manifest. Whether the root signed it is what \"manifest verify\" says.");
    ManifestSummary summary = new ManifestSummary(document, document.manifest(), null);
    summary.lines().forEach(ceremony::tell);
    ceremony.facts().add("manifest", summary.json());
  }

  private static void root(Root root, Ceremony ceremony) {
    kind(ceremony, "root", "A root of trust. It is public.");
    RootCommands.tell(ceremony, root);
  }

  private static void shareSet(ShareSet set, Ceremony ceremony) {
    kind(ceremony, "share-set", "A description of a set of shares. It holds no secret.");
    ceremony.tell(
        "set %s: %d of %d".formatted(set.id(), set.threshold(), set.commitments().size()));
    ceremony.facts().add("set", SharesCommands.json(set));
  }

  private static void wrapped(JsonObject object, Ceremony ceremony) throws FormatException {
    kind(ceremony, "wrapped-master-key", "The master key as AWS KMS wrapped it.");
    String key = StrictJson.text(object, "keyArn");
    ceremony.tell("KMS key: " + key);
    ceremony.facts().add("keyArn", key);
  }

  private void jwk(JsonObject object, Ceremony ceremony) throws CeremonyStopped, JOSEException {
    ECKey key;
    try {
      key = JWK.parse(object.toString()).toECKey();
    } catch (ParseException | RuntimeException e) {
      // A parser's message may quote the key.
      throw CeremonyStopped.refused("%s: not an EC key.", file);
    }
    boolean secret = key.isPrivate();
    kind(
        ceremony,
        secret ? "private-jwk" : "public-jwk",
        secret ? "A private key (JWK). It is a secret." : "A public key (JWK).");
    String thumbprint = key.computeThumbprint().toString();
    ceremony.tell("curve:      " + key.getCurve());
    ceremony.tell("thumbprint: " + thumbprint);
    ceremony.facts().add("curve", key.getCurve().getName()).add("thumbprint", thumbprint);
  }

  private static void sealedKey(SealedKey key, Ceremony ceremony) {
    kind(ceremony, "sealed-key", "A vault key, sealed with the master key.");
    ceremony.tell("%s key %s".formatted(key.use(), key.id()));
    ceremony.facts().add("key", VaultFolder.json(key));
  }

  private void armored(String text, Ceremony ceremony) throws CeremonyStopped {
    if (text.startsWith("-----BEGIN CERTIFICATE-----")) {
      kind(ceremony, "certificate", "A certificate. It is public.");
      Certificates.tell(ceremony, Certificates.read(text));
    } else if (text.startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----")) {
      openPgp(text, ceremony);
    } else if (text.lines().findFirst().orElse("").contains("PRIVATE KEY")) {
      kind(ceremony, "private-key", "A private key. It is a secret.");
    } else {
      throw unknown();
    }
  }

  private void openPgp(String text, Ceremony ceremony) throws CeremonyStopped {
    try {
      OpenPgpCertificate certificate =
          OpenPgpCertificate.read(text.getBytes(StandardCharsets.UTF_8));
      String fingerprint = OpenPgpKey.fingerprint(certificate.subkey());
      kind(ceremony, "openpgp-certificate", "An OpenPGP certificate. It is public.");
      ceremony.tell("subkey:  " + Root.grouped(fingerprint));
      ceremony.tell("RSA:     %d bits".formatted(certificate.subkey().getBitStrength()));
      ceremony.tell("revoked: " + (certificate.revoked() ? "yes" : "no"));
      ceremony
          .facts()
          .add("fingerprint", fingerprint)
          .add("bits", certificate.subkey().getBitStrength())
          .add("revoked", certificate.revoked());
    } catch (KeyFileException e) {
      throw CeremonyStopped.refused("%s: %s.", file, e.getMessage());
    }
  }
}
