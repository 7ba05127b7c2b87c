package io.sallyport.crypto.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator;

/** Reads the key files that configuration names, and refuses weak or unusable ones by name. */
public final class KeyFiles {
  private static final int MIN_RSA_BITS = 3072;
  private static final int ENCRYPTS = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

  private KeyFiles() {}

  /**
   * Reads a JWK set of P-384 keys by their RFC 7638 thumbprints.
   *
   * @param privateKeys whether each key must have its private half; otherwise none may have it
   * @throws KeyFileException when the file is missing, empty, or holds any other kind of key
   */
  public static Map<String, ECKey> p384Keys(Path file, boolean privateKeys) {
    Map<String, ECKey> keys = new LinkedHashMap<>();
    try {
      for (JWK key : jwks(file).getKeys()) {
        if (!(key instanceof ECKey ec) || !Curve.P_384.equals(ec.getCurve())) {
          throw new KeyFileException(file + ": every key must be an EC key on P-384");
        }
        if (key.isPrivate() != privateKeys) {
          throw new KeyFileException(
              file
                  + (privateKeys
                      ? ": a private key is missing"
                      : ": holds a private key, which has no business on this node"));
        }
        keys.put(ec.computeThumbprint().toString(), ec);
      }
    } catch (JOSEException e) {
      throw new KeyFileException(file + ": not a readable JWK set", e);
    }
    if (keys.isEmpty()) {
      throw new KeyFileException(file + ": holds no key");
    }
    return keys;
  }

  private static JWKSet jwks(Path file) {
    try {
      return JWKSet.load(file.toFile());
    } catch (IOException | ParseException | RuntimeException e) {
      // A RuntimeException for some forms of null.
      throw new KeyFileException(file + ": not a readable JWK set", e);
    }
  }

  /**
   * The encryption key of an OpenPGP certificate.
   *
   * @throws KeyFileException when the certificate is revoked or expired, or has no RSA subkey of at
   *     least 3072 bits that is meant for encryption and in force
   */
  public static PGPPublicKey openPgpEncryptionKey(Path file) {
    try (var in = PGPUtil.getDecoderStream(Files.newInputStream(file))) {
      PGPPublicKeyRing ring = new PGPPublicKeyRing(in, new JcaKeyFingerprintCalculator());
      if (!isInForce(ring.getPublicKey())) {
        throw new KeyFileException(file + ": the certificate is revoked or expired");
      }
      for (PGPPublicKey key : ring) {
        if (!key.isMasterKey() && isUsable(key)) {
          return key;
        }
      }
    } catch (IOException e) {
      throw new KeyFileException(file + ": not a readable OpenPGP certificate", e);
    }
    throw new KeyFileException(
        file + ": has no RSA encryption subkey of at least " + MIN_RSA_BITS + " bits in force");
  }

  private static boolean isUsable(PGPPublicKey key) {
    return isRsa(key) && isMeantForEncryption(key) && !isWeak(key) && isInForce(key);
  }

  private static boolean isRsa(PGPPublicKey key) {
    return key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL
        || key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_ENCRYPT;
  }

  private static boolean isWeak(PGPPublicKey rsa) {
    return rsa.getBitStrength() < MIN_RSA_BITS;
  }

  /** PGPPublicKey.isEncryptionKey() looks at the algorithm only, and RSA signs as well. */
  private static boolean isMeantForEncryption(PGPPublicKey subkey) {
    for (Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        bindings.hasNext(); ) {
      int flags = bindings.next().getHashedSubPackets().getKeyFlags();
      if (flags != 0 && (flags & ENCRYPTS) == 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInForce(PGPPublicKey key) {
    Instant created = key.getCreationTime().toInstant();
    boolean expired =
        key.getValidSeconds() > 0
            && !Instant.now().isBefore(created.plusSeconds(key.getValidSeconds()));
    return !expired && !key.hasRevocation();
  }

  /**
   * An OpenPGP secret key.
   *
   * @throws KeyFileException when the file cannot be read, or an RSA subkey is weaker than 3072
   *     bits
   */
  public static PGPSecretKeyRing openPgpSecretKey(Path file) {
    try (var in = PGPUtil.getDecoderStream(Files.newInputStream(file))) {
      PGPSecretKeyRing ring = new PGPSecretKeyRing(in, new JcaKeyFingerprintCalculator());
      for (PGPSecretKey key : ring) {
        if (!key.isMasterKey() && isRsa(key.getPublicKey()) && isWeak(key.getPublicKey())) {
          throw new KeyFileException(
              file + ": has an RSA subkey weaker than " + MIN_RSA_BITS + " bits");
        }
      }
      return ring;
    } catch (IOException | PGPException e) {
      throw new KeyFileException(file + ": not a readable OpenPGP secret key", e);
    }
  }
}
