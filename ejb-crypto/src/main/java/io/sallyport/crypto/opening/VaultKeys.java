package io.sallyport.crypto.opening;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.KeyFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyDecryptorBuilder;
import org.eclipse.microprofile.config.Config;

/**
 * The keys of a decrypt node: those that open both layers, and the public ones of the web nodes
 * whose signatures it accepts.
 */
@ApplicationScoped
class VaultKeys {
  private final Map<Long, PGPPrivateKey> openPgpKeys = new HashMap<>();
  private final Map<String, ECKey> recipientKeys;
  private final Map<String, ECKey> ingestKeys;

  /** For the container's proxy. */
  protected VaultKeys() {
    recipientKeys = Map.of();
    ingestKeys = Map.of();
  }

  /**
   * Reads the files named by {@code sallyport.vault.openpgp-secret-key}, {@code
   * sallyport.vault.recipient-keys} and {@code sallyport.vault.ingest-keys}. Read lazily: web nodes
   * have none of them.
   */
  @Inject
  VaultKeys(Config config) {
    this(
        config.getValue("sallyport.vault.openpgp-secret-key", Path.class),
        config.getValue("sallyport.vault.recipient-keys", Path.class),
        config.getValue("sallyport.vault.ingest-keys", Path.class));
  }

  VaultKeys(Path openPgpSecretKey, Path recipientKeys, Path ingestKeys) {
    this.recipientKeys = KeyFiles.p384Keys(recipientKeys, true);
    this.ingestKeys = KeyFiles.p384Keys(ingestKeys, false);
    for (PGPSecretKey key : KeyFiles.openPgpSecretKey(openPgpSecretKey)) {
      if (!key.isMasterKey() && key.getPublicKey().isEncryptionKey()) {
        openPgpKeys.put(key.getKeyID(), unlocked(openPgpSecretKey, key));
      }
    }
    if (openPgpKeys.isEmpty()) {
      throw new KeyFileException(openPgpSecretKey + ": has no encryption subkey");
    }
  }

  private static PGPPrivateKey unlocked(Path file, PGPSecretKey key) {
    try {
      return key.extractPrivateKey(new JcePBESecretKeyDecryptorBuilder().build(new char[0]));
    } catch (PGPException e) {
      throw new KeyFileException(file + ": the key is locked or damaged", e);
    }
  }

  int count() {
    return openPgpKeys.size();
  }

  boolean hasOpenPgpKey(long keyId) {
    return openPgpKeys.containsKey(keyId);
  }

  Optional<PGPPrivateKey> openPgpKey(long keyId) {
    return Optional.ofNullable(openPgpKeys.get(keyId));
  }

  Optional<ECKey> recipientKey(String kid) {
    return Optional.ofNullable(recipientKeys.get(kid));
  }

  Optional<ECKey> ingestKey(String kid) {
    return Optional.ofNullable(ingestKeys.get(kid));
  }
}
