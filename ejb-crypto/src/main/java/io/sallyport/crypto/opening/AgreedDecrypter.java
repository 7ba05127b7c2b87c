package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.crypto.keys.JcaProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts ECDH-ES+A256KW (RFC 7518 section 4.6) on P-384 with the agreement at one provider and
 * the rest at another. Nimbus' own decrypter has one provider for both, which neither a token nor a
 * provider without AES key wrap can be.
 */
final class AgreedDecrypter extends ECDHCryptoProvider implements JWEDecrypter {
  private final PrivateKey key;
  private final Optional<Provider> agreement;

  AgreedDecrypter(PrivateKey key, Optional<Provider> agreement, JcaProvider provider)
      throws JOSEException {
    super(Curve.P_384, null);
    this.key = key;
    this.agreement = agreement;
    provider.content().ifPresent(getJCAContext()::setProvider);
    // Nimbus derives keys with the digest of what it calls the MAC provider.
    provider.digests().ifPresent(getJCAContext()::setMACProvider);
  }

  @Override
  public Set<Curve> supportedEllipticCurves() {
    return Set.of(Curve.P_384);
  }

  @Override
  public byte[] decrypt(
      JWEHeader header,
      Base64URL encryptedKey,
      Base64URL iv,
      Base64URL cipherText,
      Base64URL authTag,
      byte[] aad)
      throws JOSEException {
    if (!(header.getEphemeralPublicKey() instanceof ECKey ephemeral)
        || !Curve.P_384.equals(ephemeral.getCurve())) {
      throw new JOSEException("no ephemeral key on P-384");
    }
    ECPublicKey sender = ephemeral.toECPublicKey();
    if (!ECChecks.isPointOnCurve(sender, Curve.P_384.toECParameterSpec())) {
      throw new JOSEException("the ephemeral key is not on the curve");
    }
    byte[] secret = agree(sender);
    try {
      return decryptWithZ(
          header, aad, new SecretKeySpec(secret, "AES"), encryptedKey, iv, cipherText, authTag);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] agree(ECPublicKey sender) throws JOSEException {
    try {
      KeyAgreement ecdh =
          agreement.isPresent()
              ? KeyAgreement.getInstance("ECDH", agreement.get())
              : KeyAgreement.getInstance("ECDH");
      ecdh.init(key);
      ecdh.doPhase(sender, true);
      return ecdh.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no agreement");
    }
  }
}
