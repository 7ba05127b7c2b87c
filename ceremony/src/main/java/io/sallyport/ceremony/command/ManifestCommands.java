package io.sallyport.ceremony.command;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.sallyport.ceremony.ManifestDraft;
import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.KeyFiles;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.ManifestRefused;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The manifest. */
@Command(
    name = "manifest",
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys manifest sign --help",
    description =
        "The manifest: all keys of the site and their states, signed by root keys. It is public, and"
            + " lasts 30 days at most.",
    subcommands = {
      ManifestCommands.New.class,
      ManifestCommands.Change.class,
      ManifestCommands.Sign.class,
      ManifestCommands.Verify.class
    })
final class ManifestCommands {

  /** The root that manifests are for. */
  static final class PinnedRoot {
    @Option(
        names = "--root",
        paramLabel = "FILE",
        defaultValue = "site/root.json",
        description = "The root of trust. Default: ${DEFAULT-VALUE}.")
    private Path file;

    Root read(Ceremony ceremony) throws CeremonyStopped, FormatException {
      return Root.read(ceremony.read(file));
    }
  }

  /** What a new manifest is told besides its keys. */
  static final class DraftOptions {
    @Option(
        names = "--days",
        paramLabel = "DAYS",
        defaultValue = "30",
        description = "How long it lasts, 1 to 30. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
        names = "--node",
        paramLabel = "KIND:NAME=FILE",
        description =
            "A node's signing key, once for each: KIND is web or decrypt, FILE its"
                + " signing-key.public.jwk.")
    private Map<String, Path> nodes = new LinkedHashMap<>();

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        defaultValue = "site",
        description = "Where manifest-VERSION.unsigned.json goes. Default: ${DEFAULT-VALUE}.")
    private Path out;

    Duration life() throws CeremonyStopped {
      if (days < 1 || days > Manifest.LONGEST_LIFE.toDays()) {
        throw CeremonyStopped.refused("A manifest lasts 1 to 30 days, not %d.", days);
      }
      return Duration.ofDays(days);
    }

    void addNodes(ManifestDraft draft, Ceremony ceremony) throws CeremonyStopped {
      for (Map.Entry<String, Path> node : nodes.entrySet()) {
        String[] parts = node.getKey().split(":", 2);
        NodeKind kind;
        try {
          kind = NodeKind.of(parts[0]);
        } catch (IllegalArgumentException e) {
          throw CeremonyStopped.refused(
              "--node %s: the kind is web or decrypt, as in web:web-1=FILE.", node.getKey());
        }
        if (parts.length != 2 || !NodeCommands.isName(parts[1])) {
          throw CeremonyStopped.refused(
              "--node %s: a node's name is made of a-z, 0-9 and hyphens.", node.getKey());
        }
        draft.node(kind, parts[1], publicKey(ceremony.text(node.getValue()), node.getValue()));
      }
    }

    void write(SignedManifest unsigned, List<String> changes, Ceremony ceremony)
        throws IOException, CeremonyStopped, FormatException {
      Manifest manifest = unsigned.manifest();
      String name = "manifest-%d.unsigned.json".formatted(manifest.version());
      try (NewFiles files = new NewFiles()) {
        files.add(ceremony.file(out.resolve(name)), unsigned.toJson());
        ceremony.write(files);
      }
      tell(ceremony, new ManifestSummary(unsigned, manifest, changes));
      ceremony.next("\"manifest sign\", one custodian after the other.");
    }
  }

  /** Makes the first manifest. */
  @Command(
      name = "new",
      description = {
        "Makes a site's first manifest from the vault's folder, which holds one browser and one"
            + " OpenPGP key then, and the nodes' signing keys.",
        "It has no signatures yet, and counts for nothing until it has enough."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys manifest new --node web:web-1=web-1/signing-key.public.jwk --node"
              + " decrypt:decrypt-1=decrypt-1/signing-key.public.jwk")
  static final class New extends Step {
    @Mixin private PinnedRoot root;
    @Mixin private VaultFolder vault;
    @Mixin private DraftOptions options;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ceremony.explain("Listing the vault's keys as active, and the nodes' signing keys.");
      ManifestDraft draft =
          ManifestDraft.first(root.read(ceremony), ceremony.now(), options.life());
      Path browser = theOnly(ceremony, NewVaultKey.JWK_SUFFIX, "browser");
      Path openPgp = theOnly(ceremony, NewVaultKey.CERTIFICATE_SUFFIX, "OpenPGP");
      draft.browser(
          publicKey(new String(ceremony.readActual(browser), StandardCharsets.UTF_8), browser),
          true);
      draft.openPgp(new String(ceremony.readActual(openPgp), StandardCharsets.UTF_8), true);
      options.addNodes(draft, ceremony);
      options.write(draft.build(), null, ceremony);
    }

    private Path theOnly(Ceremony ceremony, String suffix, String what) throws CeremonyStopped {
      List<Path> files = ceremony.filesIn(vault.folder(), suffix);
      if (files.size() != 1) {
        throw CeremonyStopped.refused(
            "%s holds %d %s keys (*%s). A first manifest takes one; others follow with"
                + " \"manifest change --add\".",
            vault.folder(), files.size(), what, suffix);
      }
      return files.get(0);
    }
  }

  /** Makes the manifest that follows another. */
  @Command(
      name = "change",
      description = {
        "Makes the manifest that follows another, with the same keys and the changes you name."
            + " Without any it is the same for another 30 days.",
        "Keys are named by their id or its beginning, at least 6 characters. States only go"
            + " forward: pre-active, active, decrypt-only, revoked, destroyed. To activate a browser"
            + " or OpenPGP key retires the one before it."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  sallyport-keys manifest change --previous site/manifest-1.json --add vault/KEY.jwk",
        "  sallyport-keys manifest change --previous site/manifest-2.json --activate KEY"
      })
  static final class Change extends Step {
    @Mixin private PinnedRoot root;
    @Mixin private DraftOptions options;

    @Option(
        names = "--previous",
        required = true,
        paramLabel = "FILE",
        description = "The signed manifest that is in force.")
    private Path previous;

    @Option(
        names = "--add",
        paramLabel = "FILE",
        description = "A new vault key's public half (.jwk or .asc), as pre-active.")
    private List<Path> added = List.of();

    @Option(names = "--activate", paramLabel = "KEY", description = "Sealed for from now on.")
    private List<String> activated = List.of();

    @Option(
        names = "--retire",
        paramLabel = "KEY",
        description = "Opens what was sealed for it, and seals no more: decrypt-only.")
    private List<String> retired = List.of();

    @Option(
        names = "--revoke",
        paramLabel = "KEY",
        description = "Opens nothing any more, except to move envelopes to another key.")
    private List<String> revoked = List.of();

    @Option(
        names = "--destroy",
        paramLabel = "KEY",
        description =
            "Says that its private half is gone: delete its .sealed file everywhere. The portal"
                + " refuses while a record needs it.")
    private List<String> destroyed = List.of();

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      Root pinned = root.read(ceremony);
      Manifest before = SignedManifest.read(ceremony.read(previous)).verify(pinned);
      ceremony.explain("Following manifest %d, which the root signed.".formatted(before.version()));
      ManifestDraft draft = ManifestDraft.after(before, pinned, ceremony.now(), options.life());
      for (Path file : added) {
        add(draft, file, ceremony);
      }
      options.addNodes(draft, ceremony);
      change(draft, activated, KeyState.ACTIVE);
      change(draft, retired, KeyState.DECRYPT_ONLY);
      change(draft, revoked, KeyState.REVOKED);
      change(draft, destroyed, KeyState.DESTROYED);
      SignedManifest unsigned = draft.build();
      options.write(unsigned, ManifestSummary.changes(before, unsigned.manifest()), ceremony);
    }

    private static void add(ManifestDraft draft, Path file, Ceremony ceremony)
        throws CeremonyStopped {
      String text = ceremony.text(file);
      try {
        if (text.contains("-----BEGIN PGP")) {
          draft.openPgp(text, false);
        } else {
          draft.browser(publicKey(text, file), false);
        }
      } catch (IllegalArgumentException e) {
        throw CeremonyStopped.refused("%s: %s.", file, e.getMessage());
      }
    }

    private static void change(ManifestDraft draft, List<String> names, KeyState state)
        throws CeremonyStopped {
      for (String name : names) {
        List<String> meant = draft.keysNamed(name);
        if (meant.size() != 1) {
          throw CeremonyStopped.refused(
              "\"%s\" names %d keys of the manifest. Give an id, or at least its first 6"
                  + " characters.",
              name, meant.size());
        }
        draft.change(meant.get(0), state);
      }
    }
  }

  /** Signs a manifest. */
  @Command(
      name = "sign",
      description = {
        "Shows what a manifest says and what it changes, asks, and adds one root key's signature."
            + " The result is manifest-VERSION.json when there are enough signatures, and"
            + " manifest-VERSION.signed-N.json before.",
        "Compare the root's fingerprint and every change with what was agreed: a signature cannot be"
            + " taken back."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys manifest sign site/manifest-2.unsigned.json --previous"
              + " site/manifest-1.json --root-key /media/ada/root-key.jwk")
  static final class Sign extends Step {
    @Mixin private PinnedRoot root;

    @Option(
        names = "--root-key",
        required = true,
        paramLabel = "FILE",
        description = "The custodian's root key.")
    private Path key;

    @Option(
        names = "--previous",
        paramLabel = "FILE",
        description = "The signed manifest before it; required from version 2 on.")
    private Path previous;

    @Option(
        names = "--yes",
        description = "Do not ask. For rehearsals and tests: a custodian reads, then types.")
    private boolean yes;

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        description = "Where the result goes. Default: beside the manifest.")
    private Path out;

    @Parameters(paramLabel = "MANIFEST", description = "The manifest as it is signed so far.")
    private Path file;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      Root pinned = root.read(ceremony);
      SignedManifest document = SignedManifest.read(ceremony.read(file));
      ManifestSummary summary = checked(document, pinned, ceremony);
      ECKey rootKey = rootKey(document, pinned, ceremony);
      int missing = Math.max(0, pinned.threshold() - document.signatures().size() - 1);
      Path result = ceremony.file(result(document, summary.manifest(), missing));
      ceremony.requireNew(List.of(result));
      confirm(summary, ceremony);
      SignedManifest signed = document.signedBy(rootKey);
      signed.requireSignaturesOf(pinned);
      try (NewFiles files = new NewFiles()) {
        files.add(result, signed.toJson());
        ceremony.write(files);
      }
      tell(ceremony, new ManifestSummary(signed, summary.manifest(), summary.changes()));
      next(missing, ceremony);
    }

    private ManifestSummary checked(SignedManifest document, Root pinned, Ceremony ceremony)
        throws CeremonyStopped, FormatException, ManifestRefused {
      Manifest manifest = document.manifest();
      document.requireSignaturesOf(pinned);
      if (!manifest.root().equals(pinned.fingerprint())) {
        throw CeremonyStopped.refused("The manifest is made for another root.");
      }
      if (!ceremony.now().isBefore(manifest.expires())) {
        throw CeremonyStopped.refused("The manifest expired on %s.", manifest.expires());
      }
      return new ManifestSummary(document, manifest, changes(manifest, pinned, ceremony));
    }

    private List<String> changes(Manifest manifest, Root pinned, Ceremony ceremony)
        throws CeremonyStopped, FormatException, ManifestRefused {
      if (previous == null) {
        if (manifest.version() > 1) {
          throw usage(
              "version %d follows another manifest: name it with --previous", manifest.version());
        }
        return null;
      }
      return changesSince(previous, manifest, pinned, ceremony);
    }

    private ECKey rootKey(SignedManifest document, Root pinned, Ceremony ceremony)
        throws Exception {
      ECKey rootKey = KeyFiles.p384Key(ceremony.existing(key));
      String id = rootKey.computeThumbprint().toString();
      if (pinned.key(id).isEmpty()) {
        throw CeremonyStopped.refused("%s is none of the root's keys.", key);
      }
      if (document.signatures().stream().anyMatch(signature -> signature.kid().equals(id))) {
        throw CeremonyStopped.refused("%s has signed it already: it takes another one.", key);
      }
      return rootKey;
    }

    private Path result(SignedManifest document, Manifest manifest, int missing) {
      String name =
          missing == 0
              ? "manifest-%d.json".formatted(manifest.version())
              : "manifest-%d.signed-%d.json"
                  .formatted(manifest.version(), document.signatures().size() + 1);
      return out == null ? file.resolveSibling(name) : out.resolve(name);
    }

    private void confirm(ManifestSummary summary, Ceremony ceremony)
        throws IOException, CeremonyStopped {
      ceremony.explain("You are about to sign this:");
      summary.lines().forEach(ceremony::explain);
      if (yes) {
        return;
      }
      String words = "sign " + summary.manifest().version();
      if (!words.equals(ceremony.terminal().line("Type \"%s\" to sign it".formatted(words)))) {
        throw CeremonyStopped.refused("Not signed: something else was typed.");
      }
    }

    private static void next(int missing, Ceremony ceremony) {
      ceremony.facts().add("missing", missing);
      ceremony.next(
          missing > 0
              ? "%d more of the other custodians' signatures.".formatted(missing)
              : "propose it in the portal under Keys, where another custodian publishes it; a site's"
                  + " first one goes onto a web node (sallyport.manifest.first).");
    }
  }

  /** Verifies a manifest. */
  @Command(
      name = "verify",
      description = {
        "Verifies a manifest as nodes and browsers do: enough of the root's keys signed it, and it"
            + " has not expired. With --previous also that it may follow that one."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys manifest verify site/manifest-2.json --previous site/manifest-1.json")
  static final class Verify extends Step {
    @Mixin private PinnedRoot root;

    @Option(
        names = "--previous",
        paramLabel = "FILE",
        description = "The signed manifest before it.")
    private Path previous;

    @Parameters(paramLabel = "MANIFEST", description = "A signed manifest.")
    private Path file;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      Root pinned = root.read(ceremony);
      SignedManifest document = SignedManifest.read(ceremony.read(file));
      Manifest manifest = document.verify(pinned);
      List<String> changes =
          previous == null ? null : changesSince(previous, manifest, pinned, ceremony);
      if (!manifest.isInForce(ceremony.now())) {
        throw CeremonyStopped.refused(
            "The root signed it, but it or one of its active keys has expired (%s).",
            manifest.expires());
      }
      ceremony.tell("The root signed it, and it is in force.");
      tell(ceremony, new ManifestSummary(document, manifest, changes));
    }
  }

  /** A public key on P-384 as a JWK. */
  private static ECKey publicKey(String jwk, Path file) throws CeremonyStopped {
    JWK key;
    try {
      key = JWK.parse(jwk);
    } catch (ParseException | RuntimeException e) {
      // A parser's message may quote the key.
      throw CeremonyStopped.refused("%s: not a JWK.", file);
    }
    if (!(key instanceof ECKey ec) || !Curve.P_384.equals(ec.getCurve())) {
      throw CeremonyStopped.refused("%s: the key must be an EC key on P-384.", file);
    }
    if (ec.isPrivate()) {
      throw CeremonyStopped.refused(
          "%s holds a private key, which has no business here. Give its public half.", file);
    }
    return ec;
  }

  /** What is different from the one before it, which it must be able to follow. */
  private static List<String> changesSince(
      Path previous, Manifest manifest, Root pinned, Ceremony ceremony)
      throws CeremonyStopped, FormatException, ManifestRefused {
    Manifest before = SignedManifest.read(ceremony.read(previous)).verify(pinned);
    List<String> objections = manifest.objectionsAfter(before);
    if (!objections.isEmpty()) {
      throw CeremonyStopped.refused(
          "It cannot follow version %d: %s.", before.version(), String.join("; ", objections));
    }
    return ManifestSummary.changes(before, manifest);
  }

  private static void tell(Ceremony ceremony, ManifestSummary summary) {
    summary.lines().forEach(ceremony::tell);
    ceremony.facts().add("manifest", summary.json());
  }
}
