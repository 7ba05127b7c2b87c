package io.sallyport.demo.keys;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
final class OpenPgpKey {
  private static final int BITS = 3072;

  private final PGPKeyRingGenerator rings;

  private OpenPgpKey(PGPKeyRingGenerator rings) {
    this.rings = rings;
  }

  static OpenPgpKey of(String owner) throws GeneralSecurityException, PGPException {
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
    return new OpenPgpKey(rings);
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

  void writeCertificate(Path file) throws IOException {
    write(file, rings.generatePublicKeyRing().getEncoded());
  }

  /** The secret key, not locked: it is for development, and readable by its owner only. */
  void writeSecretKey(Path file) throws IOException {
    write(file, rings.generateSecretKeyRing().getEncoded());
  }

  private static void write(Path file, byte[] ring) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ArmoredOutputStream armored = ArmoredOutputStream.builder().clearHeaders().build(out)) {
      armored.write(ring);
    }
  }
}
