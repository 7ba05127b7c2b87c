package io.sallyport.api.order;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/** Claims under a node's signature: ES384, with the certificate of the key in the header. */
final class SignedWords {
  private static final Set<String> HEADERS = Set.of("alg", "typ", "x5c");
  private static final int LONGEST = 8 * 1024;

  private SignedWords() {}

  /** Signs, in compact form. */
  static String sign(Identity by, String type, JWTClaimsSet claims) {
    try {
      SignedJWT signed =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES384)
                  .type(new JOSEObjectType(type))
                  .x509CertChain(List.of(Base64.encode(by.certificate().getEncoded())))
                  .build(),
              claims);
      signed.sign(new ECDSASigner(by.key(), Curve.P_384));
      return signed.serialize();
    } catch (JOSEException | CertificateEncodingException e) {
      throw new IllegalStateException("this node cannot sign", e);
    }
  }

  /**
   * What was signed, and with which certificate's key. Whether that certificate is any good, the
   * caller finds out.
   */
  record Read(X509Certificate certificate, JWTClaimsSet claims) {}

  /** Reads what is signed with the key of the certificate that comes with it. */
  static Read read(String compact, String type) throws NotGenuine {
    if (compact == null || compact.length() > LONGEST) {
      throw new NotGenuine("no signature, or too long a one");
    }
    try {
      SignedJWT signed = SignedJWT.parse(compact);
      JWSHeader header = signed.getHeader();
      boolean asAgreed =
          header.getIncludedParams().equals(HEADERS)
              && JWSAlgorithm.ES384.equals(header.getAlgorithm())
              && new JOSEObjectType(type).equals(header.getType())
              && header.getX509CertChain().size() == 1;
      X509Certificate certificate =
          asAgreed ? X509CertUtils.parse(header.getX509CertChain().get(0).decode()) : null;
      if (certificate == null || !(certificate.getPublicKey() instanceof ECPublicKey key)) {
        throw new NotGenuine("another kind of signature than agreed");
      }
      if (!signed.verify(new ECDSAVerifier(key))) {
        throw new NotGenuine("the signature is wrong");
      }
      return new Read(certificate, signed.getJWTClaimsSet());
    } catch (ParseException | JOSEException | RuntimeException e) {
      throw new NotGenuine("no signature that can be read", e);
    }
  }
}
