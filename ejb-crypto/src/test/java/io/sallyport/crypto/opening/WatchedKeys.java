package io.sallyport.crypto.opening;

import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.manifest.Manifest;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPrivateKey;

/** A decrypt node's keys that remember whether a private one was handed out. */
final class WatchedKeys extends OpeningKeys {
  private int privateKeysUsed;

  WatchedKeys(Site site, Manifest manifest, Purpose purpose) {
    super(site.ring(), manifest, purpose);
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
  Optional<PrivateKey> browserKey(String kid) {
    privateKeysUsed++;
    return super.browserKey(kid);
  }
}
