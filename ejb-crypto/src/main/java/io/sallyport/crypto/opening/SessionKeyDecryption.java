package io.sallyport.crypto.opening;

import io.sallyport.crypto.keys.Jca;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.bcpg.AEADEncDataPacket;
import org.bouncycastle.bcpg.InputStreamPacket;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.PGPDataDecryptor;
import org.bouncycastle.openpgp.operator.PublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;

/**
 * The one step of the OpenPGP layer that needs the private key: RSA with PKCS #1 v1.5 (RFC 4880
 * section 13.1.2). It names its cipher to one provider and nothing else, so that the key may be in
 * a token. An OpenPGP number has no leading zeroes, but RSA wants as many octets as the modulus has
 * (RFC 8017 section 7.2.2), and some tokens insist: hence the padding on the left.
 */
final class SessionKeyDecryption implements PublicKeyDataDecryptorFactory {
  private static final String TRANSFORMATION = "RSA/ECB/PKCS1Padding";
  private static final int LENGTH_PREFIX = 2;

  private final PrivateKey key;
  private final int modulus;
  private final Optional<Provider> provider;

  SessionKeyDecryption(PGPPrivateKey key, Optional<Provider> provider) {
    this.key = ((JcaPGPPrivateKey) key).getPrivateKey();
    // From the public half: a token's key may not tell.
    modulus =
        (((RSAPublicBCPGKey) key.getPublicKeyPacket().getKey()).getModulus().bitLength() + 7) / 8;
    this.provider = provider;
  }

  @Override
  public byte[] recoverSessionData(
      PublicKeyEncSessionPacket packet, InputStreamPacket encryptedData) throws PGPException {
    return recoverSessionData(
        packet.getAlgorithm(), packet.getEncSessionKey(), packet.getVersion());
  }

  @Override
  public byte[] recoverSessionData(int algorithm, byte[][] encrypted) throws PGPException {
    return recoverSessionData(algorithm, encrypted, PublicKeyEncSessionPacket.VERSION_3);
  }

  @Override
  public byte[] recoverSessionData(int algorithm, byte[][] encrypted, int version)
      throws PGPException {
    if (algorithm != PublicKeyAlgorithmTags.RSA_GENERAL) {
      throw new PGPException("not RSA");
    }
    try {
      Cipher cipher = Jca.cipher(TRANSFORMATION, provider);
      cipher.init(Cipher.DECRYPT_MODE, key);
      return cipher.doFinal(padded(encrypted[0]));
    } catch (GeneralSecurityException e) {
      throw new PGPException("not for this key");
    } catch (Error e) {
      if (UnapprovedOperation.is(e)) {
        throw new PGPException("not an approved operation");
      }
      throw e;
    }
  }

  private byte[] padded(byte[] number) throws PGPException {
    int length = number.length - LENGTH_PREFIX;
    if (length > modulus) {
      throw new PGPException("longer than the modulus");
    }
    byte[] padded = new byte[modulus];
    System.arraycopy(number, LENGTH_PREFIX, padded, modulus - length, length);
    return padded;
  }

  // The content is decrypted with the session key, by whoever does that: never by this class.

  @Override
  public PGPDataDecryptor createDataDecryptor(boolean integrity, int algorithm, byte[] key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PGPDataDecryptor createDataDecryptor(AEADEncDataPacket packet, PGPSessionKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PGPDataDecryptor createDataDecryptor(
      SymmetricEncIntegrityPacket packet, PGPSessionKey key) {
    throw new UnsupportedOperationException();
  }
}
