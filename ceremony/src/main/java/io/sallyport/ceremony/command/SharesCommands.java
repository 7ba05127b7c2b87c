package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareRefused;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shares of the master key. */
@Command(
    name = "shares",
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys shares verify --help",
    description = "Shares of the master key: check them, try them, replace them.",
    subcommands = {
      SharesCommands.Verify.class,
      SharesCommands.Refresh.class,
      SharesCommands.Combine.class
    })
final class SharesCommands {

  /** Checks shares one by one. */
  @Command(
      name = "verify",
      description = {
        "Checks shares against the description of their set, each by itself: a share that is"
            + " altered, of another set, or there twice is named. One share is enough; nothing is"
            + " joined and nothing secret is shown.",
        "Do it after a ceremony, and once a year."
      },
      footerHeading = "%nExample:%n",
      footer = "  sallyport-keys shares verify --set vault/shares.json /media/ada/share-SET-1.txt")
  static final class Verify extends Step {
    @Option(
        names = "--set",
        paramLabel = "FILE",
        defaultValue = "vault/shares.json",
        description = "Describes the set of shares. Default: ${DEFAULT-VALUE}.")
    private Path set;

    @Parameters(
        arity = "1..*",
        paramLabel = "SHARE",
        description = "A share's file; \"-\" reads a line of standard input.")
    private List<Path> shares;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ShareSet known = ShareSet.read(ceremony.read(set));
      Map<Integer, Path> seen = new TreeMap<>();
      for (Path file : shares) {
        int index = verified(ceremony, known, file);
        Path other = seen.put(index, file);
        if (other != null) {
          throw CeremonyStopped.refused("%s and %s are both share %d.", other, file, index);
        }
        ceremony.tell("%s: share %d of set %s, as it was made".formatted(file, index, known.id()));
      }
      ceremony
          .facts()
          .add("set", json(known))
          .add("shares", Json.createArrayBuilder(seen.keySet()));
    }

    private static int verified(Ceremony ceremony, ShareSet known, Path file) throws Exception {
      try (Share share = OfferedShares.read(ceremony, file)) {
        known.require(share);
        return share.index();
      } catch (FormatException | ShareRefused e) {
        throw CeremonyStopped.refused("%s: refused: %s.", file, e.getMessage());
      }
    }
  }

  /** Splits the master key anew. */
  @Command(
      name = "refresh",
      aliases = "split",
      description = {
        "Splits the same master key into new shares, for the same or other custodians: after one"
            + " left or lost theirs, or to change the numbers. Takes as many old shares as their"
            + " threshold says.",
        "The new set's description is written beside the old one, as shares-SET.json. Old shares"
            + " stop working on a node as soon as the new description is there as shares.json; they"
            + " still make the master key for whoever has enough of them, so destroy them."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys shares refresh --share /media/ada/share-SET-1.txt --share"
              + " /media/ben/share-SET-2.txt --custodians /media/ada,/media/ben,/media/ivy")
  static final class Refresh extends Step {
    @Mixin private VaultFolder vault;
    @Mixin private OfferedShares shares;
    @Mixin private Custodians custodians;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      custodians.check(ceremony, Share.MAX_SHARES);
      ShareSet old = shares.set(ceremony, vault.folder());
      ceremony.explain(
          "Joining %d shares of set %s into the master key, in memory only."
              .formatted(old.threshold(), old.id()));
      try (MasterKey masterKey = shares.join(ceremony, old);
          NewFiles files = new NewFiles()) {
        vault.requireOpenedBy(masterKey, ceremony);
        ceremony.explain(
            "Splitting it into %d new shares, of which %d open the vault."
                .formatted(custodians.count(), custodians.threshold()));
        ShareSet set = VaultCommands.split(masterKey, custodians, files, ceremony);
        String name = "shares-%s.json".formatted(set.id());
        files.add(ceremony.file(vault.folder().resolve(name)), set.toJson());
        ceremony.write(files);
        VaultCommands.checkAndTell(vault.requireOpenedBy(masterKey, ceremony), set, ceremony);
        ceremony.facts().add("replaces", old.id());
        ceremony.next(
            ("verify each new share against %s, put that onto every decrypt node as"
                    + " shares.json, unseal one node with the new shares, and only then destroy the"
                    + " shares of set %s: all of them.")
                .formatted(name, old.id()));
      }
    }
  }

  /** Tries shares. */
  @Command(
      name = "combine",
      description = {
        "Proves that the shares open every sealed key of the vault, and names the keys. Nothing is"
            + " written, and the master key is never shown.",
        "It is the one check that a recovery would work: do it once a year."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys shares combine --share /media/ada/share-SET-1.txt --share"
              + " /media/ben/share-SET-2.txt")
  static final class Combine extends Step {
    @Mixin private VaultFolder vault;
    @Mixin private OfferedShares shares;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ShareSet set = shares.set(ceremony, vault.folder());
      ceremony.explain("Joining the shares, in memory only, and opening every sealed key.");
      try (MasterKey masterKey = shares.join(ceremony, set)) {
        VaultCommands.checkAndTell(vault.requireOpenedBy(masterKey, ceremony), set, ceremony);
      }
    }
  }

  /** A set of shares, for scripts. */
  static JsonObject json(ShareSet set) {
    JsonArrayBuilder indexes = Json.createArrayBuilder();
    set.commitments().keySet().stream().sorted().forEach(indexes::add);
    return Json.createObjectBuilder()
        .add("id", set.id())
        .add("threshold", set.threshold())
        .add("shares", indexes)
        .build();
  }
}
