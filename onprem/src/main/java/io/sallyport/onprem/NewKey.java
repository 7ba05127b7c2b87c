package io.sallyport.onprem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A new key of the node's on P-384, which never leaves its machine, and the request for its
 * certificate.
 *
 * @param pair the key
 * @param request PKCS #10, DER (RFC 2986)
 */
record NewKey(KeyPair pair, byte[] request) {
  static NewKey make() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair pair = generator.generateKeyPair();
    try {
      return new NewKey(
          pair,
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=onprem-node"), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA384withECDSA").build(pair.getPrivate()))
              .getEncoded());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "NewKey";
  }
}
