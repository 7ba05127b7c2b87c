package io.sallyport.crypto.unsealing;

import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Where the private keys come from: sealed files, or a token. */
@ApplicationScoped
class KeySource {
  @Inject private UnsealSettings settings;
  @Inject private JcaProvider provider;

  /**
   * Opens the keys.
   *
   * @param masterKey what the files are sealed with; null for a token
   * @throws KeyFileException naming the file or key that cannot be opened
   */
  KeyRing open(MasterKey masterKey) {
    return KeyRing.open(KeyRing.sealedKeysIn(settings.keys()), masterKey, provider.provider());
  }

  /** Which provider works with the keys. */
  String describe() {
    return provider.describe();
  }
}
