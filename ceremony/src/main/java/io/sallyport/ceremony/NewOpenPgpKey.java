package io.sallyport.ceremony;

import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.ListedKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;

/** An OpenPGP v4 key: RSA-3072 to certify, with an RSA-3072 subkey to encrypt. */
public final class NewOpenPgpKey {
  private static final int BITS = 3072;

  private final PGPKeyRingGenerator rings;

  private NewOpenPgpKey(PGPKeyRingGenerator rings) {
    this.rings = rings;
  }

  static NewOpenPgpKey of(String owner) throws GeneralSecurityException, PGPException {
    Date now = new Date();
    PGPSignatureSubpacketGenerator certifies = new PGPSignatureSubpacketGenerator();
    certifies.setKeyFlags(true, KeyFlags.CERTIFY_OTHER);
    certifies.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
    certifies.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256});
    PGPSignatureSubpacketGenerator encrypts = new PGPSignatureSubpacketGenerator();
    encrypts.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE);
    PGPKeyPair primary = pair(now);
    PGPDigestCalculator sha1 =
        new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1);
    PGPKeyRingGenerator rings =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            primary,
            owner,
            sha1,
            certifies.generate(),
            null,
            new JcaPGPContentSignerBuilder(
                PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA384),
            null);
    rings.addSubKey(pair(now), encrypts.generate(), null);
    return new NewOpenPgpKey(rings);
  }

  private static PGPKeyPair pair(Date now) throws GeneralSecurityException, PGPException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    return new JcaPGPKeyPair(
        PublicKeyPacket.VERSION_4,
        PublicKeyAlgorithmTags.RSA_GENERAL,
        generator.generateKeyPair(),
        now);
  }

  /** The certificate, armored. */
  public String certificate() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream armored = ArmoredOutputStream.builder().clearHeaders().build(text)) {
      armored.write(rings.generatePublicKeyRing().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  /** Its name in a manifest: the encryption subkey's fingerprint. */
  public String id() {
    return ListedKey.OpenPgpKey.fingerprint(
        OpenPgpCertificate.read(certificate().getBytes(StandardCharsets.US_ASCII)).subkey());
  }

  /** The transferable secret key, binary and not locked: whoever gets it seals it and zeroes it. */
  public byte[] secretKey() {
    try {
      return rings.generateSecretKeyRing().getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
