package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareRefused;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The vault's keys. */
@Command(
    name = "vault",
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys vault create --help",
    description = "The vault's keys, sealed with a master key that exists in shares only.",
    subcommands = {
      VaultCommands.Create.class,
      VaultCommands.AddKey.class,
      VaultWrap.class,
      VaultToken.class
    })
final class VaultCommands {
  static final String OWNER = "Sallyport vault";

  /** What a key is for. */
  enum Use {
    BROWSER,
    OPENPGP;

    NewVaultKey make(MasterKey masterKey, String owner)
        throws GeneralSecurityException, PGPException {
      return switch (this) {
        case BROWSER -> NewVaultKey.browser(masterKey);
        case OPENPGP -> NewVaultKey.openPgp(masterKey, owner);
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes the vault. */
  @Command(
      name = "create",
      description = {
        "Makes the master key and the first browser and OpenPGP keys, seals them with it, and"
            + " splits it into shares. The master key itself is never written.",
        "Done once in a site's life."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys vault create --vault vault --custodians /media/ada,/media/ben,/media/eve"
              + " --threshold 2")
  static final class Create extends Step {
    @Mixin private VaultFolder vault;
    @Mixin private Custodians custodians;

    @Option(
        names = "--owner",
        paramLabel = "NAME",
        defaultValue = OWNER,
        description = "User id of the OpenPGP key; customers see it. Default: ${DEFAULT-VALUE}.")
    private String owner;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      custodians.check(ceremony, Share.MAX_SHARES);
      Path shares = ceremony.file(vault.folder().resolve(VaultFolder.SHARES));
      ceremony.requireNew(List.of(shares));
      vault.requireEmpty(ceremony);
      ceremony.explain(
          ("Making a master key, in memory only. It will seal the vault's private keys and be split"
                  + " into %d shares, of which %d open the vault.")
              .formatted(custodians.count(), custodians.threshold()));
      try (MasterKey masterKey = MasterKey.random();
          NewFiles files = new NewFiles()) {
        ceremony.explain(
            "Making the first browser key (P-384) and the first OpenPGP key (RSA-3072).");
        for (Use use : Use.values()) {
          vault.add(use.make(masterKey, ceremony.marked(owner)), files, ceremony);
        }
        ShareSet set = split(masterKey, custodians, files, ceremony);
        files.add(shares, set.toJson());
        ceremony.write(files);
        checkAndTell(vault.requireOpenedBy(masterKey, ceremony), set, ceremony);
      }
      ceremony.next(
          "\"shares verify\" with each custodian's share, \"manifest new\", and the vault's"
              + " folder onto every decrypt node. No share goes onto a node as a file.");
    }
  }

  /** Makes another key. */
  @Command(
      name = "add-key",
      description = {
        "Makes another browser or OpenPGP key, sealed with the same master key.",
        "Nobody uses it until a manifest lists it: announce it with \"manifest change --add\", and"
            + " make it active with \"manifest change --activate\"."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys vault add-key --use browser --share /media/ada/share-SET-1.txt --share"
              + " /media/ben/share-SET-2.txt")
  static final class AddKey extends Step {
    @Mixin private VaultFolder vault;
    @Mixin private OfferedShares shares;

    @Option(
        names = "--use",
        required = true,
        description = "What the key is for: ${COMPLETION-CANDIDATES}.")
    private Use use;

    @Option(
        names = "--owner",
        paramLabel = "NAME",
        defaultValue = OWNER,
        description = "User id of an OpenPGP key; customers see it. Default: ${DEFAULT-VALUE}.")
    private String owner;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ShareSet set = shares.set(ceremony, vault.folder());
      ceremony.explain(
          "Joining %d shares into the master key, in memory only.".formatted(set.threshold()));
      try (MasterKey masterKey = shares.join(ceremony, set);
          NewFiles files = new NewFiles()) {
        vault.requireOpenedBy(masterKey, ceremony);
        ceremony.explain("Making a new %s key, sealed with it.".formatted(use));
        NewVaultKey key = use.make(masterKey, ceremony.marked(owner));
        vault.add(key, files, ceremony);
        ceremony.write(files);
        vault.requireOpenedBy(masterKey, ceremony);
        ceremony.tell("%s key:  %s".formatted(use, key.sealed().id()));
        ceremony.facts().add("key", VaultFolder.json(key.sealed()));
      }
      ceremony.next(
          "the new .sealed file onto every decrypt node, then \"manifest change --add\" with"
              + " the public half.");
    }
  }

  /** Splits the master key; the shares are in {@code files} and nowhere else afterwards. */
  static ShareSet split(
      MasterKey masterKey, Custodians custodians, NewFiles files, Ceremony ceremony)
      throws CeremonyStopped, FormatException, ShareRefused {
    ShareSet.Split split = ShareSet.split(masterKey, custodians.count(), custodians.threshold());
    try {
      requireTheSame(masterKey, split);
      VaultFolder.add(split, custodians, files, ceremony);
      return split.set();
    } finally {
      split.shares().forEach(Share::close);
    }
  }

  /** Before anybody relies on the shares: the first and the last of them make the key again. */
  private static void requireTheSame(MasterKey masterKey, ShareSet.Split split)
      throws CeremonyStopped, FormatException, ShareRefused {
    int count = split.shares().size();
    int threshold = split.set().threshold();
    ShareSet read = ShareSet.read(split.set().toJson().getBytes(StandardCharsets.UTF_8));
    for (List<Share> some :
        List.of(
            split.shares().subList(0, threshold),
            split.shares().subList(count - threshold, count))) {
      try (MasterKey joined = read.combine(some)) {
        if (!MessageDigest.isEqual(joined.value(), masterKey.value())) {
          throw CeremonyStopped.refused("The shares do not make the master key again.");
        }
      }
    }
  }

  /** Tells which keys there are and which shares open them. */
  static void checkAndTell(List<SealedKey> keys, ShareSet set, Ceremony ceremony) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (SealedKey key : keys) {
      ceremony.tell("opens:  %s key %s".formatted(key.use(), key.id()));
      all.add(VaultFolder.json(key));
    }
    ceremony.tell(
        "shares: set %s, %d of %d".formatted(set.id(), set.threshold(), set.commitments().size()));
    ceremony.facts().add("keys", all).add("set", SharesCommands.json(set));
  }
}
