package io.sallyport.api.order;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** What certificates say of whoever shows them. */
public final class Certificates {
  private static final int URI_NAME = 6;

  /** The only URI of a decrypt node's certificate, before its name. */
  public static final String DECRYPT_NODE = "urn:sallyport:node:decrypt-node:";

  private Certificates() {}

  /** The URI among its alternative names; empty when there is none, or more than one. */
  public static String onlyUri(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      List<String> uris =
          names == null
              ? List.of()
              : names.stream()
                  .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                  .map(name -> String.valueOf(name.get(1)))
                  .toList();
      return uris.size() == 1 ? uris.get(0) : "";
    } catch (CertificateParsingException e) {
      return "";
    }
  }

  /** Whether it is that very certificate. */
  public static boolean isSame(byte[] der, X509Certificate certificate) {
    try {
      return MessageDigest.isEqual(der, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      return false;
    }
  }

  /** Its bytes: one that was read from bytes always has them. */
  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether that authority issued it, and it is good at that time (RFC 5280 section 6). */
  public static boolean isIssuedBy(
      X509Certificate authority, X509Certificate certificate, Instant now) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(authority, /* nameConstraints= */ null)));
      // Short lives, and each node's own list, take the place of revocation lists.
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
              parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
