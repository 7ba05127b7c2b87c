package io.sallyport.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** HTTPS with a client certificate: TLS 1.3 or 1.2, with 256-bit ciphers only. */
public final class MutualTls {
  private static final String[] SUITES = {
    "TLS_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
  };

  private MutualTls() {}

  /**
   * A client.
   *
   * @param identity a PKCS #12 file with the own key, and the nodes' CA as a trusted certificate
   * @param password the file's
   * @throws IOException when the file cannot be read
   */
  public static HttpClient client(Path identity, char[] password) throws IOException {
    return client(identity, password, List.of());
  }

  /**
   * A client.
   *
   * @param identity a PKCS #12 file with the own key
   * @param password the file's
   * @param trusted authorities that are trusted besides those in the file
   * @throws IOException when the file cannot be read
   */
  public static HttpClient client(
      Path identity, char[] password, Collection<X509Certificate> trusted) throws IOException {
    try (InputStream in = Files.newInputStream(identity)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(store, password);
      for (X509Certificate authority : trusted) {
        store.setCertificateEntry(authority.getSerialNumber().toString(), authority);
      }
      TrustManagerFactory authorities =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      authorities.init(store);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(own.getKeyManagers(), authorities.getTrustManagers(), null);
      SSLParameters parameters = new SSLParameters(SUITES, new String[] {"TLSv1.3", "TLSv1.2"});
      return HttpClient.newBuilder()
          .sslContext(tls)
          .sslParameters(parameters)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException(identity + ": not a readable identity, or another password", e);
    }
  }
}
