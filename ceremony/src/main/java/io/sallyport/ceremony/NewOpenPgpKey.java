package io.sallyport.ceremony;

import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.ListedKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.Date;
import java.util.List;
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
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyConverter;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;

/** An OpenPGP v4 key: RSA-3072 to certify, with an RSA-3072 subkey to encrypt. */
public final class NewOpenPgpKey {
  static final int BITS = 3072;

  private final PGPKeyRingGenerator rings;

  private NewOpenPgpKey(PGPKeyRingGenerator rings) {
    this.rings = rings;
  }

  static NewOpenPgpKey of(String owner) throws GeneralSecurityException, PGPException {
    Date now = new Date();
    PGPKeyPair primary = pair(now);
    PGPDigestCalculator sha1 =
        new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1);
    PGPKeyRingGenerator rings =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            primary,
            owner,
            sha1,
            certifies().generate(),
            null,
            new JcaPGPContentSignerBuilder(
                PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA384),
            null);
    rings.addSubKey(pair(now), encrypts().generate(), null);
    return new NewOpenPgpKey(rings);
  }

  private static PGPSignatureSubpacketGenerator certifies() {
    PGPSignatureSubpacketGenerator certifies = new PGPSignatureSubpacketGenerator();
    certifies.setKeyFlags(true, KeyFlags.CERTIFY_OTHER);
    certifies.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
    certifies.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256});
    return certifies;
  }

  private static PGPSignatureSubpacketGenerator encrypts() {
    PGPSignatureSubpacketGenerator encrypts = new PGPSignatureSubpacketGenerator();
    encrypts.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE);
    return encrypts;
  }

  /**
   * The same certificate for keys whose private halves stay where they are, armored.
   *
   * @param primary certifies the other, at {@code provider}
   */
  static String certificate(
      KeyPair primary, KeyPair encryption, String owner, Date now, Provider provider)
      throws PGPException {
    PGPPublicKey own = publicKey(primary, now);
    PGPPublicKey subkey =
        new PGPKeyPair(publicKey(encryption, now), null)
            .asSubkey(new JcaKeyFingerprintCalculator())
            .getPublicKey();
    PGPSignatureGenerator signer =
        new PGPSignatureGenerator(
            new JcaPGPContentSignerBuilder(
                    PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA384)
                .setProvider(provider),
            own);
    JcaPGPPrivateKey certifying = new JcaPGPPrivateKey(own, primary.getPrivate());
    signer.init(PGPSignature.POSITIVE_CERTIFICATION, certifying);
    signer.setHashedSubpackets(certifies().generate());
    PGPPublicKey named =
        PGPPublicKey.addCertification(own, owner, signer.generateCertification(owner, own));
    signer.init(PGPSignature.SUBKEY_BINDING, certifying);
    signer.setHashedSubpackets(encrypts().generate());
    PGPPublicKey bound =
        PGPPublicKey.addCertification(subkey, signer.generateCertification(own, subkey));
    return armored(new PGPPublicKeyRing(List.of(named, bound)));
  }

  private static PGPPublicKey publicKey(KeyPair pair, Date now) throws PGPException {
    return new JcaPGPKeyConverter()
        .getPGPPublicKey(
            PublicKeyPacket.VERSION_4,
            PublicKeyAlgorithmTags.RSA_GENERAL,
            null,
            pair.getPublic(),
            now);
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
    return armored(rings.generatePublicKeyRing());
  }

  private static String armored(PGPPublicKeyRing certificate) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream armored = ArmoredOutputStream.builder().clearHeaders().build(text)) {
      armored.write(certificate.getEncoded());
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
