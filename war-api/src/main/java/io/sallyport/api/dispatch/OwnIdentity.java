package io.sallyport.api.dispatch;

import io.sallyport.api.order.Identity;
import io.sallyport.api.order.KeyFile;
import io.sallyport.api.order.PeerTls;
import io.sallyport.contract.onpremise.NodeIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
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
      // Which node answers, its connection finds out.
      tls = PeerTls.context(own.store(), password, authority, any -> true);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }
}
