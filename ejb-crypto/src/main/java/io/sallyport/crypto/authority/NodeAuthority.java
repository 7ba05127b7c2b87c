package io.sallyport.crypto.authority;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.onpremise.NodeIssuer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.eclipse.microprofile.config.Config;

/**
 * Issues certificates to companies' own nodes with the key in {@code sallyport.onprem.authority},
 * an authority of its own: what it issues is no node of ours, and nobody but decrypt nodes asked
 * for an order trusts it. A site without that file has no such nodes.
 */
@Stateless
@Local(NodeIssuer.class)
@RolesAllowed("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NodeAuthority implements NodeIssuer {
  private static final String STORE = "BCFKS";
  private static final int P384_BITS = 384;

  @Inject private Config config;

  @Override
  public X509Certificate issue(NodeId node, byte[] request) {
    PublicKey key = keyOf(request);
    try {
      KeyStore store = authorityStore();
      CertificateAuthority authority =
          CertificateAuthority.of(
              certificate(store), (PrivateKey) store.getKey(alias(store), password()));
      return authority.certify(
          key,
          "onprem-node " + node,
          LIFE,
          List.of(new GeneralName(GeneralName.uniformResourceIdentifier, NAME + node)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no certificate can be issued", e);
    }
  }

  /** The key that a request is for, and signed with. */
  private static PublicKey keyOf(byte[] request) {
    try {
      JcaPKCS10CertificationRequest parsed = new JcaPKCS10CertificationRequest(request);
      PublicKey key = parsed.getPublicKey();
      boolean good =
          key instanceof ECPublicKey ec
              && ec.getParams().getCurve().getField().getFieldSize() == P384_BITS
              && parsed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
      if (!good) {
        throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
      }
      return key;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED, e);
    }
  }

  @Override
  public X509Certificate authority() {
    try {
      return certificate(authorityStore());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("sallyport.onprem.authority cannot be read", e);
    }
  }

  @Override
  public X509Certificate ordering() {
    Path file = Path.of(config.getValue("sallyport.keys", String.class), "node-ca.bcfks");
    try {
      KeyStore store = store(file);
      return (X509Certificate) store.getCertificate(store.aliases().nextElement());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  private KeyStore authorityStore() throws GeneralSecurityException, IOException {
    Path file =
        config
            .getOptionalValue("sallyport.onprem.authority", Path.class)
            .filter(Files::exists)
            .orElseThrow(() -> new ProblemException(ErrorCode.ONPREM_OFF));
    return store(file);
  }

  private KeyStore store(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(STORE);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password());
    }
    return store;
  }

  private static X509Certificate certificate(KeyStore store) throws GeneralSecurityException {
    return (X509Certificate) store.getCertificate(alias(store));
  }

  private static String alias(KeyStore store) throws GeneralSecurityException {
    return store.aliases().nextElement();
  }

  private char[] password() {
    return config.getValue("sallyport.keys.password", String.class).toCharArray();
  }
}
