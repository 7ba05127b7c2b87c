package io.sallyport.crypto.keys;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HexFormat;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator;

/** Reads keys, and refuses weak or unusable ones by name. */
public final class KeyFiles {
  private KeyFiles() {}

  /**
   * Reads one private key on P-384, as a JWK.
   *
   * @throws KeyFileException when the file is missing or holds anything else
   */
  public static ECKey p384Key(Path file) {
    JWK key;
    try {
      key = JWK.parse(Files.readString(file));
    } catch (IOException | ParseException | RuntimeException e) {
      // A RuntimeException for some forms of null. A parser's message may quote the key.
      throw new KeyFileException(file + ": not a readable JWK");
    }
    if (!(key instanceof ECKey ec) || !Curve.P_384.equals(ec.getCurve())) {
      throw new KeyFileException(file + ": the key must be an EC key on P-384");
    }
    if (!ec.isPrivate()) {
      throw new KeyFileException(file + ": the private key is missing");
    }
    return ec;
  }

  /**
   * The encryption subkey of a transferable secret key.
   *
   * @param secretKey binary, not locked by a passphrase
   * @param fingerprint the subkey's, in hex
   * @throws PGPException when there is no such RSA key of at least 3072 bits
   */
  public static PGPSecretKey openPgpSecretSubkey(byte[] secretKey, String fingerprint)
      throws PGPException {
    try {
      for (PGPSecretKey key : new PGPSecretKeyRing(secretKey, new JcaKeyFingerprintCalculator())) {
        if (!key.isMasterKey()
            && OpenPgpCertificate.isRsa(key.getPublicKey())
            && !OpenPgpCertificate.isWeak(key.getPublicKey())
            && HexFormat.of()
                .withUpperCase()
                .formatHex(key.getPublicKey().getFingerprint())
                .equals(fingerprint)) {
          return key;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new PGPException("not a readable OpenPGP secret key");
    }
    throw new PGPException("no such subkey");
  }
}
