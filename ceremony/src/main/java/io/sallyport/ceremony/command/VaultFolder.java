package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The folder with the vault's sealed keys, their public halves, and the set of shares. */
final class VaultFolder {
  static final String SHARES = "shares.json";

  @Option(
      names = "--vault",
      paramLabel = "FOLDER",
      defaultValue = "vault",
      description = "The vault's folder. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  Path folder() {
    return folder;
  }

  /** Requires that it holds no key yet: a vault has one master key. */
  void requireEmpty(Ceremony ceremony) throws CeremonyStopped {
    if (Files.isDirectory(ceremony.folder(folder))
        && !ceremony.filesIn(folder, SealedKey.SUFFIX).isEmpty()) {
      throw new CeremonyStopped(
          Outcome.EXISTS, folder + " holds sealed keys: it is a vault already.");
    }
  }

  /** The sealed keys; at least one. */
  List<SealedKey> sealedKeys(Ceremony ceremony) throws CeremonyStopped, FormatException {
    List<SealedKey> keys = new ArrayList<>();
    for (Path file : ceremony.filesIn(folder, SealedKey.SUFFIX)) {
      keys.add(SealedKey.read(new String(ceremony.readActual(file), StandardCharsets.US_ASCII)));
    }
    if (keys.isEmpty()) {
      throw CeremonyStopped.refused("%s holds no sealed key.", folder);
    }
    return keys;
  }

  /**
   * Requires that the master key opens all keys, each to what its header says.
   *
   * @return the keys, without their secrets
   * @throws KeyFileException naming the one that it does not open
   */
  List<SealedKey> requireOpenedBy(MasterKey masterKey, Ceremony ceremony)
      throws CeremonyStopped, FormatException {
    List<SealedKey> keys = sealedKeys(ceremony);
    KeyRing.open(keys, masterKey, new JcaProvider(Optional.empty()).privateKeys());
    return keys;
  }

  /** Adds both halves of a key to what is written. */
  void add(NewVaultKey key, NewFiles files, Ceremony ceremony) throws CeremonyStopped {
    String id = key.sealed().id();
    files.add(ceremony.file(folder.resolve(id + SealedKey.SUFFIX)), key.sealed().compact());
    files.add(ceremony.file(folder.resolve(id + key.publicSuffix())), key.publicHalf());
  }

  /** Adds a share for each custodian to what is written. */
  static void add(ShareSet.Split split, Custodians custodians, NewFiles files, Ceremony ceremony)
      throws CeremonyStopped {
    for (Share share : split.shares()) {
      Path folder = custodians.folders().get(share.index() - 1);
      String name = "share-%s-%d.txt".formatted(share.set(), share.index());
      files.add(ceremony.file(folder.resolve(name)), share.text());
    }
  }

  /** A key without its secret, for scripts. */
  static JsonObject json(SealedKey key) {
    return Json.createObjectBuilder().add("id", key.id()).add("use", key.use()).build();
  }
}
