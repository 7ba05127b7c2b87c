package io.sallyport.tests.site;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.ManifestDraft;
import io.sallyport.ceremony.MutualTls;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.ceremony.NodeClient;
import io.sallyport.ceremony.NodeClient.NodeRefused;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.demo.RunningDemo;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.bouncycastle.openpgp.PGPException;

/** What the demo's custodians do with their keys and shares, away from the portal. */
public final class Ceremony {
  private final RunningDemo demo;

  public Ceremony(RunningDemo demo) {
    this.demo = demo;
  }

  /** A new key for browsers, sealed for the decrypt node; its public half. */
  public ECKey addBrowserKey() throws IOException, ParseException {
    try (OpenedKeys keys = OpenedKeys.of(demo)) {
      NewVaultKey key = NewVaultKey.browser(keys.masterKey());
      key.write(vault());
      return ECKey.parse(key.publicHalf());
    }
  }

  /** A new OpenPGP key, sealed for the decrypt node; its certificate. */
  public String addOpenPgpKey() throws IOException, GeneralSecurityException, PGPException {
    try (OpenedKeys keys = OpenedKeys.of(demo)) {
      NewVaultKey key = NewVaultKey.openPgp(keys.masterKey(), "Sallyport development vault");
      key.write(vault());
      return key.publicHalf();
    }
  }

  private Path vault() {
    return demo.keys().of("decrypt-node").resolve("vault");
  }

  /** The manifest after {@code previous}, signed by two root keys. */
  public String manifest(String previous, UnaryOperator<ManifestDraft> changes)
      throws FormatException, JOSEException, IOException, ParseException {
    Root root = Root.in(demo.keys().of("root").resolve("root.json"));
    Manifest before = SignedManifest.read(previous.getBytes(StandardCharsets.UTF_8)).manifest();
    return changes
        .apply(ManifestDraft.after(before, root, Instant.now(), Manifest.LONGEST_LIFE))
        .build()
        .signedBy(rootKey(1))
        .signedBy(rootKey(3))
        .toJson();
  }

  private ECKey rootKey(int number) throws IOException, ParseException {
    return ECKey.parse(
        Files.readString(demo.keys().of("root").resolve("root-key-%d.jwk".formatted(number))));
  }

  /** Custodian {@code number} at the decrypt node's door. */
  public NodeClient custodian(int number) throws IOException {
    return new NodeClient(
        URI.create(demo.settings().internalUrl()),
        MutualTls.client(
            demo.keys().custodian(number).resolve("custodian.p12"),
            demo.keys().password().toCharArray()));
  }

  /** A custodian's share. */
  public String share(int number) throws IOException {
    return Files.readString(demo.keys().custodian(number).resolve("share.txt")).strip();
  }

  /** Each submits their own share. */
  public JsonObject submit(int... custodians)
      throws IOException, InterruptedException, NodeRefused {
    JsonObject state = null;
    for (int number : custodians) {
      state = custodian(number).submit(share(number));
    }
    return state;
  }
}
