package io.sallyport.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.postgresql.ssl.WrappedFactory;

/**
 * How a node's JDBC driver reaches PostgreSQL: TLS 1.3 from the FIPS module, with a client
 * certificate. The driver's own key manager knows an EC key as type "EC" only, while BCJSSE asks
 * for "EC/SECP384R1" and gets none; the PKIX key manager knows both.
 *
 * <p>Named in the data source's {@code sslfactory}. Reads the driver's properties {@code sslcert}
 * (PEM), {@code sslkey} (PKCS #8, DER) and {@code sslrootcert} (PEM).
 */
public final class NodeTls extends WrappedFactory {
  private static final char[] NONE = new char[0];

  /** Called by the driver. */
  public NodeTls(Properties driver) throws GeneralSecurityException, IOException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX", "BCJSSE");
    own.init(ownKey(path(driver, "sslcert"), path(driver, "sslkey")), NONE);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX", "BCJSSE");
    trusted.init(authorities(path(driver, "sslrootcert")));
    SSLContext context = SSLContext.getInstance("TLSv1.3", "BCJSSE");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    factory = context.getSocketFactory();
  }

  private static Path path(Properties driver, String name) {
    String value = driver.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("the data source must name " + name);
    }
    return Path.of(value);
  }

  private static KeyStore ownKey(Path certificate, Path key)
      throws GeneralSecurityException, IOException {
    Certificate[] chain = certificates(certificate);
    PrivateKey ownKey =
        KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key)));
    KeyStore store = empty();
    store.setKeyEntry("node", ownKey, NONE, chain);
    return store;
  }

  private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Certificate authority : certificates(file)) {
      store.setCertificateEntry("ca" + store.size(), authority);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("BCFKS");
    store.load(null, null);
    return store;
  }

  private static Certificate[] certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(new Certificate[0]);
    }
  }
}
