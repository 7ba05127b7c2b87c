package io.sallyport.ceremony.command;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates as PEM, and what there is to say about them. */
final class Certificates {
  private Certificates() {}

  /** The first certificate of a text. */
  static X509Certificate read(String pem) throws CeremonyStopped {
    return all(pem).iterator().next();
  }

  /** All certificates of a text, at least one. */
  static List<X509Certificate> all(String pem) throws CeremonyStopped {
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      throw new CeremonyStopped(Outcome.REFUSED, "That is not a certificate as PEM.", e);
    }
    throw CeremonyStopped.refused("There is no certificate as PEM.");
  }

  /** A private key as PEM (PKCS #8), not locked. */
  static PrivateKey privateKey(String pem) throws CeremonyStopped {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo key) {
        return new JcaPEMKeyConverter().getPrivateKey(key);
      }
    } catch (IOException | RuntimeException e) {
      // A parser's message may quote the key.
      throw CeremonyStopped.refused("That is not a private key as PEM.");
    }
    throw CeremonyStopped.refused("That is not a private key as PEM (PKCS #8, not locked).");
  }

  /** Whether the private key is the certificate's: what one signs, the other verifies. */
  static boolean belongTogether(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    if (!"EC".equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] message = certificate.getTBSCertificate();
    Signature signer = Signature.getInstance("SHA384withECDSA");
    signer.initSign(key);
    signer.update(message);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(message);
    return signer.verify(signature);
  }

  /** Tells whose certificate it is, and until when. */
  static void tell(Ceremony ceremony, X509Certificate certificate) throws CeremonyStopped {
    JsonObject facts = json(certificate);
    ceremony.tell("certificate of: " + facts.getString("subject"));
    ceremony.tell("issued by:      " + facts.getString("issuer"));
    facts
        .getJsonArray("names")
        .getValuesAs(JsonString::getString)
        .forEach(name -> ceremony.tell("name:           " + name));
    ceremony.tell(
        "valid:          %s to %s".formatted(facts.getString("from"), facts.getString("until")));
    ceremony.tell("SHA-256:        " + facts.getString("sha256"));
    ceremony.facts().add("certificate", facts);
  }

  static JsonObject json(X509Certificate certificate) throws CeremonyStopped {
    try {
      return Json.createObjectBuilder()
          .add("subject", certificate.getSubjectX500Principal().getName())
          .add("issuer", certificate.getIssuerX500Principal().getName())
          .add("names", names(certificate))
          .add("authority", certificate.getBasicConstraints() >= 0)
          .add("from", certificate.getNotBefore().toInstant().toString())
          .add("until", certificate.getNotAfter().toInstant().toString())
          .add(
              "sha256",
              HexFormat.of()
                  .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())))
          .build();
    } catch (GeneralSecurityException e) {
      throw new CeremonyStopped(Outcome.REFUSED, "That certificate cannot be read.", e);
    }
  }

  private static JsonArrayBuilder names(X509Certificate certificate)
      throws CertificateParsingException {
    JsonArrayBuilder names = Json.createArrayBuilder();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      alternatives.forEach(name -> names.add(String.valueOf(name.get(1))));
    }
    return names;
  }
}
