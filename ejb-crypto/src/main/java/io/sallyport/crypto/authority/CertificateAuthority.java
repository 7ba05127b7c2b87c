package io.sallyport.crypto.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
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
  /** How long a certificate lasts unless somebody says otherwise. */
  public static final Duration LIFE = Duration.ofDays(397);

  private static final Duration OWN_LIFE = Duration.ofDays(3653);
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
    X500Name subject = commonName(name);
    X509Certificate own =
        certificate(subject, pair.getPublic(), subject, pair, until(OWN_LIFE), List.of(), true);
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

  /** Its certificate, which others trust. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate for clients and servers, for {@link #LIFE}. */
  public Issued issue(String commonName, GeneralName... names)
      throws GeneralSecurityException, IOException {
    return issue(commonName, LIFE, List.of(names));
  }

  /**
   * A certificate for clients and servers.
   *
   * @param life how long it lasts; never longer than the authority
   */
  public Issued issue(String commonName, Duration life, List<GeneralName> names)
      throws GeneralSecurityException, IOException {
    KeyPair pair = newPair();
    return new Issued(
        /* certificate= */ certify(pair.getPublic(), commonName, life, names),
        pair.getPrivate(),
        /* issuer= */ certificate);
  }

  /**
   * A certificate for somebody's own key.
   *
   * @param life how long it lasts; never longer than the authority
   */
  public X509Certificate certify(
      PublicKey theirs, String commonName, Duration life, List<GeneralName> names)
      throws GeneralSecurityException, IOException {
    Instant until = until(life);
    Instant end = certificate.getNotAfter().toInstant();
    return certificate(
        commonName(commonName),
        theirs,
        new JcaX509CertificateHolder(certificate).getSubject(),
        new KeyPair(certificate.getPublicKey(), key),
        until.isBefore(end) ? until : end,
        names,
        false);
  }

  /**
   * A certificate that says nothing, for key stores that keep no private key without one.
   *
   * @param provider where the private key is
   */
  public static X509Certificate selfSigned(KeyPair pair, String algorithm, Provider provider)
      throws GeneralSecurityException {
    X500Name name = commonName("Sallyport vault");
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      new BigInteger(127, RANDOM),
                      new Date(),
                      Date.from(until(OWN_LIFE)),
                      name,
                      pair.getPublic())
                  .build(
                      new JcaContentSignerBuilder(algorithm)
                          .setProvider(provider)
                          .build(pair.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static Instant until(Duration life) {
    return Instant.now().plus(life);
  }

  private static KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      X500Name subject,
      PublicKey theirs,
      X500Name issuer,
      KeyPair signer,
      Instant until,
      List<GeneralName> names,
      boolean authority)
      throws GeneralSecurityException, IOException {
    // Clocks of nodes differ a little.
    Instant from = Instant.now().minus(Duration.ofMinutes(5));
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM),
            Date.from(from),
            Date.from(until),
            subject,
            theirs);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    builder.addExtension(
        Extension.basicConstraints,
        true,
        authority ? new BasicConstraints(0) : new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(theirs));
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
