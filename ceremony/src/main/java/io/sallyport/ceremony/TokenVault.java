package io.sallyport.ceremony;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.authority.CertificateAuthority;
import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.ListedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.openpgp.PGPException;

/**
 * Vault keys that are made in a PKCS #11 token and never leave it. An entry is labelled with the
 * name that a manifest gives its key, which is how a decrypt node finds it.
 */
public final class TokenVault {
  private final Provider token;
  private final KeyStore entries;

  /**
   * Opens a token.
   *
   * @param token SunPKCS11, configured for it
   * @param pin the user's; the caller zeroes it
   */
  public TokenVault(Provider token, char[] pin) throws GeneralSecurityException, IOException {
    this.token = token;
    entries = KeyStore.getInstance("PKCS11", token);
    entries.load(null, pin);
  }

  /**
   * A key that is in the token now.
   *
   * @param id its name, and its label
   * @param publicHalf a JWK, or an armored certificate
   */
  public record TokenKey(String id, String publicHalf) {}

  /** Makes a key that browsers seal for. */
  public TokenKey browser() throws GeneralSecurityException, IOException {
    KeyPair pair = generate("EC", new ECGenParameterSpec("secp384r1"));
    ECKey key = new ECKey.Builder(Curve.P_384, (ECPublicKey) pair.getPublic()).build();
    try {
      String id = key.computeThumbprint().toString();
      keep(id, pair, "SHA384withECDSA");
      return new TokenKey(id, key.toJSONString());
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /**
   * Makes a key that web nodes seal for, and the one that certifies it.
   *
   * @param owner the certificate's user id
   */
  public TokenKey openPgp(String owner, Instant now)
      throws GeneralSecurityException, IOException, PGPException {
    AlgorithmParameterSpec rsa =
        new RSAKeyGenParameterSpec(NewOpenPgpKey.BITS, RSAKeyGenParameterSpec.F4);
    KeyPair primary = generate("RSA", rsa);
    KeyPair encryption = generate("RSA", rsa);
    String certificate =
        NewOpenPgpKey.certificate(primary, encryption, owner, Date.from(now), token);
    OpenPgpCertificate read =
        OpenPgpCertificate.read(certificate.getBytes(StandardCharsets.US_ASCII));
    String id = ListedKey.OpenPgpKey.fingerprint(read.subkey());
    keep("certifies " + id, primary, "SHA384withRSA");
    keep(id, encryption, "SHA384withRSA");
    return new TokenKey(id, certificate);
  }

  private KeyPair generate(String algorithm, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, token);
    generator.initialize(parameters);
    KeyPair pair = generator.generateKeyPair();
    if (pair.getPrivate().getEncoded() != null) {
      throw new GeneralSecurityException(
          "the token would give its private keys away: its configuration must say CKA_SENSITIVE ="
              + " true and CKA_EXTRACTABLE = false for generated private keys");
    }
    return pair;
  }

  /** As an entry of the token; the JDK shows no private key that has no certificate beside it. */
  private void keep(String label, KeyPair pair, String algorithm)
      throws GeneralSecurityException, IOException {
    X509Certificate certificate = CertificateAuthority.selfSigned(pair, algorithm, token);
    entries.setKeyEntry(label, pair.getPrivate(), null, new X509Certificate[] {certificate});
    if (!entries.isKeyEntry(label)) {
      throw new GeneralSecurityException("the token did not keep " + label);
    }
  }
}
