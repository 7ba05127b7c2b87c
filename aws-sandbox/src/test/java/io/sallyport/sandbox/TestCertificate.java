package io.sallyport.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for the loopback address, made once per run with the JDK's keytool. */
final class TestCertificate {
  static final String PASSWORD = "test-key-store";
  private static final TestCertificate ONLY = make();
  private final Path keyStore;
  private final Certificate certificate;

  private TestCertificate(Path keyStore, Certificate certificate) {
    this.keyStore = keyStore;
    this.certificate = certificate;
  }

  static TestCertificate get() {
    return ONLY;
  }

  Path keyStore() {
    return keyStore;
  }

  TrustManager[] trust() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("sandbox", certificate);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(), null);
      return context;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  Path writePem(Path file) throws IOException, GeneralSecurityException {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  private static TestCertificate make() {
    try {
      Path folder = Files.createTempDirectory("aws-sandbox-tls");
      Path file = folder.resolve("sandbox.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "sandbox",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp384r1",
                  "-dname",
                  "CN=localhost",
                  "-validity",
                  "2",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-ext",
                  "bc:c=ca:true",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  file.toString(),
                  "-storepass",
                  PASSWORD)
              .inheritIO()
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      file.toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
      return new TestCertificate(file, store.getCertificate("sandbox"));
    } catch (IOException | GeneralSecurityException | InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
