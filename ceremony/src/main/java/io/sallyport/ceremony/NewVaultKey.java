package io.sallyport.ceremony;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.openpgp.PGPException;

/**
 * A vault key that was just made: its private half sealed with the master key, its public half for
 * the manifest.
 *
 * @param sealed the private half
 * @param publicHalf a JWK, or an armored certificate
 */
public record NewVaultKey(SealedKey sealed, String publicHalf) {
  /** Browser keys are public as a JWK in a file of this name's end. */
  public static final String JWK_SUFFIX = ".jwk";

  /** OpenPGP keys are public as an armored certificate in a file of this name's end. */
  public static final String CERTIFICATE_SUFFIX = ".asc";

  /** A new key on P-384, with its private half. */
  public static ECKey p384() {
    try {
      return new ECKeyGenerator(Curve.P_384).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("P-384 is in every JVM", e);
    }
  }

  /** A key that browsers seal for. */
  public static NewVaultKey browser(MasterKey masterKey) {
    ECKey key = p384();
    byte[] secret = key.toJSONString().getBytes(StandardCharsets.UTF_8);
    try {
      return new NewVaultKey(
          SealedKey.seal(key.computeThumbprint().toString(), SealedKey.BROWSER, secret, masterKey),
          key.toPublicJWK().toJSONString());
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is in every JVM", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * A key that web nodes seal for.
   *
   * @param owner the certificate's user id
   */
  public static NewVaultKey openPgp(MasterKey masterKey, String owner)
      throws GeneralSecurityException, PGPException {
    NewOpenPgpKey key = NewOpenPgpKey.of(owner);
    byte[] secret = key.secretKey();
    try {
      return new NewVaultKey(
          SealedKey.seal(key.id(), SealedKey.OPENPGP, secret, masterKey), key.certificate());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Writes both halves into a vault's folder. */
  public void write(Path folder) throws IOException {
    PrivateFiles.write(folder.resolve(sealed.id() + SealedKey.SUFFIX), sealed.compact() + "\n");
    PrivateFiles.write(folder.resolve(sealed.id() + publicSuffix()), publicHalf.strip() + "\n");
  }

  /** How the name of the public half's file ends. */
  public String publicSuffix() {
    return SealedKey.BROWSER.equals(sealed.use()) ? JWK_SUFFIX : CERTIFICATE_SUFFIX;
  }
}
