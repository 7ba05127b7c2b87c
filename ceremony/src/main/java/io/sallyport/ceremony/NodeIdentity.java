package io.sallyport.ceremony;

import io.sallyport.crypto.authority.CertificateAuthority.Issued;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * A certificate and its key in the forms that nodes and people use.
 *
 * @param issued the certificate, its key and its authority
 */
public record NodeIdentity(Issued issued) {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  /** A BCFKS store with key and certificate, as a node reads it. */
  public byte[] bcfks(char[] password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("BCFKS", BC);
    store.load(null, null);
    setKey(store, "node", password);
    return bytes(store, password);
  }

  /** A BCFKS store with nothing but the authority, which is what a node trusts. */
  public byte[] authorityBcfks(char[] password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("BCFKS", BC);
    store.load(null, null);
    store.setCertificateEntry("authority", issued.issuer());
    return bytes(store, password);
  }

  /** A PKCS #12 file with key, certificate and the authority, as a person's client reads it. */
  public byte[] pkcs12(char[] password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    setKey(store, "client", password);
    store.setCertificateEntry("authority", issued.issuer());
    return bytes(store, password);
  }

  private void setKey(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException {
    store.setKeyEntry(
        alias, issued.key(), password, new Certificate[] {issued.certificate(), issued.issuer()});
  }

  private static byte[] bytes(KeyStore store, char[] password)
      throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    return bytes.toByteArray();
  }

  /** A certificate as PEM. */
  public static String pem(X509Certificate certificate) throws IOException {
    return pemOf(certificate);
  }

  /** A private key as PEM (PKCS #8), not locked. */
  public static String pem(PrivateKey key) throws IOException {
    return pemOf(new JcaPKCS8Generator(key, null));
  }

  private static String pemOf(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
