package io.sallyport.ceremony;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority on P-384, for the nodes, custodians and operators of one site. */
public final class CertificateAuthority {
  private static final Duration LIFE = Duration.ofDays(397);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * A certificate with its key.
   *
   * @param issuer the authority's certificate
   */
  public record Issued(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {}

  /** A new authority of that name. */
  public static CertificateAuthority named(String name)
      throws GeneralSecurityException, IOException {
    KeyPair pair = newPair();
    X500Name subject = new X500Name("CN=" + name + ",O=Sallyport development");
    X509Certificate own = certificate(subject, pair, subject, pair, List.of(), true);
    return new CertificateAuthority(own, pair.getPrivate());
  }

  /** An authority there is already. */
  public static CertificateAuthority of(X509Certificate certificate, PrivateKey key) {
    return new CertificateAuthority(certificate, key);
  }

  /** Its private key. */
  public PrivateKey key() {
    return key;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate for clients and servers. */
  public Issued issue(String commonName, GeneralName... names)
      throws GeneralSecurityException, IOException {
    KeyPair pair = newPair();
    X500Name issuer = new JcaX509CertificateHolder(certificate).getSubject();
    X509Certificate issued =
        certificate(
            new X500Name("CN=" + commonName),
            pair,
            issuer,
            new KeyPair(certificate.getPublicKey(), key),
            List.of(names),
            false);
    return new Issued(/* certificate= */ issued, pair.getPrivate(), /* issuer= */ certificate);
  }

  private static KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      X500Name subject,
      KeyPair pair,
      X500Name issuer,
      KeyPair signer,
      List<GeneralName> names,
      boolean authority)
      throws GeneralSecurityException, IOException {
    Instant from = Instant.now().minus(Duration.ofMinutes(5));
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM),
            Date.from(from),
            Date.from(from.plus(LIFE)),
            subject,
            pair.getPublic());
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    builder.addExtension(
        Extension.basicConstraints,
        true,
        authority ? new BasicConstraints(0) : new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
    if (!authority) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    }
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA384withECDSA").build(signer.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
