package io.sallyport.crypto.unsealing;

import io.sallyport.crypto.keys.FipsState;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Where the private keys come from: sealed files, or a token. */
@ApplicationScoped
class KeySource {
  private final UnsealSettings settings;
  private final JcaProvider provider;
  private final FipsState fips;
  private final CurrentManifest manifest;

  /** For the container's proxy. */
  protected KeySource() {
    this(null, null, null, null);
  }

  @Inject
  KeySource(
      UnsealSettings settings, JcaProvider provider, FipsState fips, CurrentManifest manifest) {
    this.settings = settings;
    this.provider = provider;
    this.fips = fips;
    this.manifest = manifest;
  }

  /**
   * Opens the sealed files.
   *
   * @param masterKey what they are sealed with
   * @throws KeyFileException naming the file or key that cannot be opened
   */
  KeyRing open(MasterKey masterKey) {
    return KeyRing.open(KeyRing.sealedKeysIn(settings.keys()), masterKey, provider.privateKeys());
  }

  /**
   * Opens the token.
   *
   * @throws KeyFileException when it does not open, or lacks the keys
   */
  KeyRing openToken() {
    return new TokenKeys(JcaProvider.token(settings.tokenConfiguration()), settings.tokenPin())
        .open(manifest.inForce());
  }

  /** Which provider works with the keys, and in which FIPS state. */
  String describe() {
    String description = provider.describe() + ", " + fips.describe();
    return settings.method() == UnsealMethod.PKCS11
        ? "PKCS #11 token for private keys; " + description
        : description;
  }
}
