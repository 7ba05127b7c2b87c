package io.sallyport.api.dispatch;

import io.sallyport.api.order.Identity;
import io.sallyport.api.order.KeyFile;
import io.sallyport.contract.onpremise.NodeIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.Config;

/** What this decrypt node shows and signs with: the certificate that other nodes know it by. */
@ApplicationScoped
public class OwnIdentity {
  @Inject private Config config;
  @Inject private NodeIssuer issuer;

  private volatile SSLContext tls;
  private volatile Identity identity;

  /** What orders are signed with. */
  Identity identity() {
    load();
    return identity;
  }

  /**
   * TLS to companies' nodes: shows our certificate, and trusts what the authority for such nodes
   * issued.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-ONPREM-OFF}
   */
  SSLContext tls() {
    load();
    return tls;
  }

  private synchronized void load() {
    if (tls != null) {
      return;
    }
    X509Certificate authority = issuer.authority();
    char[] password = config.getValue("sallyport.keys.password", String.class).toCharArray();
    Path file = Path.of(config.getValue("sallyport.keys", String.class), "node.bcfks");
    try {
      KeyFile own = KeyFile.read(file, password);
      identity = own.identity();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(own.store(), password), trust(authority), null);
      tls = context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  private static KeyManager[] keys(KeyStore own, char[] password) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, password);
    return keys.getKeyManagers();
  }

  private static TrustManager[] trust(X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyFile.TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust.getTrustManagers();
  }
}
