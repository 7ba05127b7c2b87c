package io.sallyport.sandbox.wire;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * Serves TLS 1.3 and 1.2 with AES-256-GCM suites only, by whichever JSSE provider comes first.
 *
 * <p>Neither a provider nor an algorithm of one is named, so that the same code runs on Bouncy
 * Castle's FIPS JSSE and on the JDK's own.
 */
public final class TlsIdentity {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  /** No client is asked for a certificate; without this the platform's trust store is opened. */
  private static final TrustManager[] NOBODY = {};

  private final SSLContext context;

  private TlsIdentity(SSLContext context) {
    this.context = context;
  }

  /**
   * Opens a key store.
   *
   * @throws IOException if the file cannot be read or the password is wrong
   * @throws GeneralSecurityException if no provider knows the type, or there is no usable key
   */
  public static TlsIdentity open(Path file, String type, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), NOBODY, null);
    return new TlsIdentity(context);
  }

  HttpsConfigurator configurator() {
    List<String> supported = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
    String[] suites = SUITES.stream().filter(supported::contains).toArray(String[]::new);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setProtocols(PROTOCOLS);
        tls.setCipherSuites(suites);
        tls.setUseCipherSuitesOrder(true);
        parameters.setSSLParameters(tls);
      }
    };
  }
}
