package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AESKW;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.keys.Jca;
import io.sallyport.crypto.keys.JcaProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts ECDH-ES+A256KW (RFC 7518 section 4.6) on P-384 with the agreement at one provider and
 * the rest at another. Nimbus' own decrypter has one provider for both, which neither a token nor a
 * provider without AES key wrap can be.
 */
final class AgreedDecrypter {
  private static final int TAG_BITS = 128;

  private final PrivateKey key;
  private final Optional<Provider> agreement;
  private final JcaProvider provider;

  AgreedDecrypter(PrivateKey key, Optional<Provider> agreement, JcaProvider provider) {
    this.key = key;
    this.agreement = agreement;
    this.provider = provider;
  }

  /**
   * Decrypts the content.
   *
   * @param header names the sender's ephemeral key
   * @param aad the header as it arrived
   * @return the plaintext; the caller zeroes it
   */
  byte[] decrypt(
      JWEHeader header, byte[] encryptedKey, byte[] iv, byte[] ciphertext, byte[] tag, byte[] aad)
      throws JOSEException {
    if (!(header.getEphemeralPublicKey() instanceof ECKey ephemeral)
        || !Curve.P_384.equals(ephemeral.getCurve())) {
      throw new JOSEException("no ephemeral key on P-384");
    }
    ECPublicKey sender = ephemeral.toECPublicKey();
    if (!ECChecks.isPointOnCurve(sender, Curve.P_384.toECParameterSpec())) {
      throw new JOSEException("the ephemeral key is not on the curve");
    }
    SecretKey contentKey =
        AESKW.unwrapCEK(wrappingKey(header, sender), encryptedKey, provider.content().orElse(null));
    byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
    System.arraycopy(tag, 0, sealed, ciphertext.length, tag.length);
    return open(contentKey, iv, sealed, aad);
  }

  /** AES-256-GCM (RFC 7518 section 5.3), the tag at the end as the JCA wants it. */
  private byte[] open(SecretKey contentKey, byte[] iv, byte[] sealed, byte[] aad)
      throws JOSEException {
    try {
      Cipher gcm = Jca.cipher("AES/GCM/NoPadding", provider.authenticated());
      gcm.init(Cipher.DECRYPT_MODE, contentKey, new GCMParameterSpec(TAG_BITS, iv));
      gcm.updateAAD(aad);
      return gcm.doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new JOSEException("the content does not open");
    }
  }

  private SecretKey wrappingKey(JWEHeader header, ECPublicKey sender) throws JOSEException {
    ConcatKDF derivation = new ConcatKDF("SHA-256");
    provider.digests().ifPresent(derivation.getJCAContext()::setProvider);
    byte[] secret = agree(sender);
    try {
      return ECDH.deriveSharedKey(header, new SecretKeySpec(secret, "AES"), derivation);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] agree(ECPublicKey sender) throws JOSEException {
    try {
      KeyAgreement ecdh = Jca.ecdh(agreement);
      ecdh.init(key);
      ecdh.doPhase(sender, true);
      return ecdh.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no agreement");
    }
  }
}
