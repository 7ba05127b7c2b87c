package io.sallyport.tests.site;

import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareRefused;
import io.sallyport.crypto.ring.ShareSet;
import io.sallyport.demo.RunningDemo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The vault's private keys as two custodians together could open them, away from any node. */
public final class OpenedKeys implements AutoCloseable {
  private final MasterKey masterKey;
  private final List<SealedKey> keys;

  private OpenedKeys(MasterKey masterKey, List<SealedKey> keys) {
    this.masterKey = masterKey;
    this.keys = keys;
  }

  /** From the second and the third custodian's shares; the node itself has those of the others. */
  public static OpenedKeys of(RunningDemo demo) throws IOException {
    Path vault = demo.keys().of("decrypt-node").resolve("vault");
    try {
      return new OpenedKeys(
          ShareSet.in(vault.resolve("shares.json"))
              .combine(List.of(share(demo, 2), share(demo, 3))),
          KeyRing.sealedKeysIn(vault));
    } catch (FormatException | ShareRefused e) {
      throw new IOException(e);
    }
  }

  private static Share share(RunningDemo demo, int number) throws IOException, FormatException {
    return Share.read(Files.readString(demo.keys().custodian(number).resolve("share.txt")));
  }

  /** What seals the key files. */
  public MasterKey masterKey() {
    return masterKey;
  }

  /** The OpenPGP keys: transferable, binary, one after the other. */
  public byte[] openPgp() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    keys.stream()
        .filter(key -> key.use().equals("openpgp"))
        .map(this::open)
        .forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The browser key of that thumbprint: a JWK. */
  public String browser(String kid) {
    return keys.stream()
        .filter(key -> key.id().equals(kid))
        .map(this::open)
        .map(jwk -> new String(jwk, StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private byte[] open(SealedKey sealed) {
    try {
      return sealed.open(masterKey);
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    masterKey.close();
  }
}
