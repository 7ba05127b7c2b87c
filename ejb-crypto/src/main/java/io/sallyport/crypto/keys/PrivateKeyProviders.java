package io.sallyport.crypto.keys;

import java.security.Provider;
import java.util.Optional;

/**
 * Who works with private keys, by kind of key. Empty means the JVM's own order of preference.
 *
 * @param rsa decrypts session keys of the OpenPGP layer
 * @param rsaKeys makes the RSA keys that {@code rsa} accepts
 * @param ec agrees on the keys of the JWE layer, and makes the EC keys for that
 */
public record PrivateKeyProviders(
    Optional<Provider> rsa, Optional<Provider> rsaKeys, Optional<Provider> ec) {

  /** One provider for all of it: a module, or a token. */
  public static PrivateKeyProviders all(Provider provider) {
    Optional<Provider> all = Optional.of(provider);
    return new PrivateKeyProviders(all, all, all);
  }
}
