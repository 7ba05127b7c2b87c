package io.sallyport.web.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS towards servers whose certificates public authorities issued, from the JVM's first provider:
 * on a node that is the FIPS module.
 */
public final class OutboundTls {
  private OutboundTls() {}

  /**
   * A client's context, without a certificate of our own.
   *
   * @param authorities PEM; empty takes those that came with the JDK
   */
  public static SSLContext trusting(Optional<Path> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    if (authorities.isPresent()) {
      addPem(store, authorities.get());
    } else {
      addJdks(store);
    }
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static void addPem(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
    }
  }

  private static void addJdks(KeyStore store) throws GeneralSecurityException, IOException {
    Path file = Path.of(System.getProperty("java.home"), "lib/security/cacerts");
    // SUN's "JKS" reads PKCS #12 too; certificates need no password.
    KeyStore jdks = KeyStore.getInstance("JKS", "SUN");
    try (InputStream in = Files.newInputStream(file)) {
      jdks.load(in, null);
    }
    for (String alias : Collections.list(jdks.aliases())) {
      if (jdks.isCertificateEntry(alias)) {
        store.setCertificateEntry(alias, jdks.getCertificate(alias));
      }
    }
  }
}
