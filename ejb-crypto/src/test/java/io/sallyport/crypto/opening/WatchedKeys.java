package io.sallyport.crypto.opening;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.fixture.Site;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPrivateKey;

/** A decrypt node's keys that remember whether a private one was handed out. */
final class WatchedKeys extends VaultKeys {
  private int privateKeysUsed;

  WatchedKeys(Site site) {
    super(site.secretKey, site.recipientKeys, site.ingestKeys);
  }

  int privateKeysUsed() {
    return privateKeysUsed;
  }

  @Override
  Optional<PGPPrivateKey> openPgpKey(long keyId) {
    privateKeysUsed++;
    return super.openPgpKey(keyId);
  }

  @Override
  Optional<ECKey> recipientKey(String kid) {
    privateKeysUsed++;
    return super.recipientKey(kid);
  }
}
