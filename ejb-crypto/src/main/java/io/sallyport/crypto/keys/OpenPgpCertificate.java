package io.sallyport.crypto.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator;

/**
 * An OpenPGP certificate (RFC 4880 section 11.1) with exactly one subkey to encrypt for: RSA of at
 * least 3072 bits.
 *
 * @param subkey what to encrypt for
 * @param revoked whether it or its primary key is revoked
 * @param expires when the first of the two expires; far in the future when neither does
 */
public record OpenPgpCertificate(PGPPublicKey subkey, boolean revoked, Instant expires) {
  private static final int MIN_RSA_BITS = 3072;
  private static final int ENCRYPTS = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

  /**
   * Reads a certificate.
   *
   * @param certificate armored or binary
   * @throws KeyFileException when it is none, or has no such subkey or several
   */
  public static OpenPgpCertificate read(byte[] certificate) {
    PGPPublicKeyRing ring;
    try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(certificate))) {
      ring = new PGPPublicKeyRing(in, new JcaKeyFingerprintCalculator());
    } catch (IOException | RuntimeException e) {
      throw new KeyFileException("not a readable OpenPGP certificate", e);
    }
    List<PGPPublicKey> subkeys = new ArrayList<>();
    for (PGPPublicKey key : ring) {
      if (!key.isMasterKey() && isRsa(key) && isMeantForEncryption(key) && !isWeak(key)) {
        subkeys.add(key);
      }
    }
    if (subkeys.size() != 1) {
      throw new KeyFileException(
          "an OpenPGP certificate here has exactly one RSA encryption subkey of at least "
              + MIN_RSA_BITS
              + " bits; this one has "
              + subkeys.size());
    }
    PGPPublicKey subkey = subkeys.get(0);
    PGPPublicKey primary = ring.getPublicKey();
    return new OpenPgpCertificate(
        subkey,
        subkey.hasRevocation() || primary.hasRevocation(),
        Stream.of(expiry(subkey), expiry(primary)).min(Instant::compareTo).orElseThrow());
  }

  static boolean isRsa(PGPPublicKey key) {
    return key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL
        || key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_ENCRYPT;
  }

  static boolean isWeak(PGPPublicKey rsa) {
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

  private static Instant expiry(PGPPublicKey key) {
    return key.getValidSeconds() > 0
        ? key.getCreationTime().toInstant().plusSeconds(key.getValidSeconds())
        : Instant.ofEpochSecond(Integer.MAX_VALUE * 4L);
  }
}
