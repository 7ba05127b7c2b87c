package io.sallyport.ceremony.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.crypto.manifest.Root;
import jakarta.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The root of trust. */
@Command(
    name = "root",
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys root create --help",
    description = "The root of trust: the keys that sign manifests, kept offline.",
    subcommands = {RootCommands.Create.class, RootCommands.Fingerprint.class})
final class RootCommands {
  static final String FILE = "root.json";

  private static final int MAX_KEYS = 16;

  /** Makes root keys. */
  @Command(
      name = "create",
      description = {
        "Makes a root key for each custodian (root-key.jwk in their folder), and root.json, which"
            + " pins their public halves on every node.",
        "Done once in a site's life. Whoever has as many root keys as the threshold says decides"
            + " which keys customers seal for: keep the folders apart, offline and locked."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys root create --custodians /media/ada,/media/ben,/media/eve --threshold"
              + " 2 --out site")
  static final class Create extends Step {
    @Mixin private Custodians custodians;

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        defaultValue = "site",
        description = "Where root.json goes; it is public. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      custodians.check(ceremony, MAX_KEYS);
      ceremony.explain(
          ("Making %d root keys on P-384, one for each custodian. A manifest counts only when %d of"
                  + " them signed it. No copy of a key stays anywhere else.")
              .formatted(custodians.count(), custodians.threshold()));
      try (NewFiles files = new NewFiles()) {
        Root root = make(ceremony, files);
        ceremony.write(files);
        tell(ceremony, root);
      }
      ceremony.next(
          "write the fingerprint down on paper, publish it where customers find it, and put"
              + " root.json on every node. Each custodian takes their own folder.");
    }

    private Root make(Ceremony ceremony, NewFiles files) throws CeremonyStopped, JOSEException {
      List<ECKey> keys = new ArrayList<>();
      for (Path folder : custodians.folders()) {
        ECKey key = NewVaultKey.p384();
        keys.add(key);
        files.add(ceremony.file(folder.resolve("root-key.jwk")), key.toJSONString());
      }
      Map<String, ECKey> publicKeys = new TreeMap<>();
      for (ECKey key : keys) {
        publicKeys.put(key.computeThumbprint().toString(), key.toPublicJWK());
      }
      Root root = new Root(custodians.threshold(), publicKeys);
      files.add(ceremony.file(out.resolve(FILE)), root.toJson());
      return root;
    }
  }

  /** Shows the fingerprint. */
  @Command(
      name = "fingerprint",
      description = {
        "Shows the fingerprint that customers compare with the one in their browser.",
        "It is SHA-256 over the line sallyport-root/1, the threshold, and the root keys' RFC 7638"
            + " thumbprints in order, each ended by a line feed."
      },
      footerHeading = "%nExample:%n",
      footer = "  sallyport-keys root fingerprint site/root.json")
  static final class Fingerprint extends Step {
    @Parameters(paramLabel = "ROOT", description = "root.json")
    private Path root;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      tell(ceremony, Root.read(ceremony.read(root)));
    }
  }

  static void tell(Ceremony ceremony, Root root) {
    ceremony.tell(
        "root keys:   %d, of which %d sign".formatted(root.keys().size(), root.threshold()));
    ceremony.tell("fingerprint: " + Root.grouped(root.fingerprint()));
    ceremony
        .facts()
        .add("fingerprint", root.fingerprint())
        .add("threshold", root.threshold())
        .add("keys", Json.createArrayBuilder(root.keys().keySet()));
  }
}
