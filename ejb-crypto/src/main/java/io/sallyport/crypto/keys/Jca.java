package io.sallyport.crypto.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/** Asks the JCA for an algorithm at one provider, or, without one, in the JVM's own order. */
public final class Jca {
  private Jca() {}

  /** A cipher, not yet initialized. */
  public static Cipher cipher(String transformation, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? Cipher.getInstance(transformation, provider.get())
        : Cipher.getInstance(transformation);
  }

  /** ECDH, not yet initialized. */
  public static KeyAgreement ecdh(Optional<Provider> provider) throws GeneralSecurityException {
    return provider.isPresent()
        ? KeyAgreement.getInstance("ECDH", provider.get())
        : KeyAgreement.getInstance("ECDH");
  }

  /** A factory of keys. */
  public static KeyFactory keyFactory(String algorithm, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? KeyFactory.getInstance(algorithm, provider.get())
        : KeyFactory.getInstance(algorithm);
  }

  static Signature signature(String algorithm, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? Signature.getInstance(algorithm, provider.get())
        : Signature.getInstance(algorithm);
  }

  static MessageDigest digest(String algorithm, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? MessageDigest.getInstance(algorithm, provider.get())
        : MessageDigest.getInstance(algorithm);
  }
}
