package io.sallyport.api.order;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A BCFKS store with one entry, as nodes keep their keys and whom they trust. */
public final class KeyFile {
  /** What such stores are called in Java. */
  public static final String TYPE = "BCFKS";

  private final KeyStore store;
  private final String alias;
  private final char[] password;

  private KeyFile(KeyStore store, String alias, char[] password) {
    this.store = store;
    this.alias = alias;
    this.password = password;
  }

  /**
   * Reads one.
   *
   * @throws IOException when it is not there, or the password is another one
   */
  public static KeyFile read(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return new KeyFile(store, store.aliases().nextElement(), password.clone());
  }

  /** The store itself, for TLS. */
  public KeyStore store() {
    return store;
  }

  /** The certificate in it. */
  public X509Certificate certificate() throws GeneralSecurityException {
    return (X509Certificate) store.getCertificate(alias);
  }

  /** The certificate with its key. */
  public Identity identity() throws GeneralSecurityException {
    return new Identity(certificate(), (PrivateKey) store.getKey(alias, password));
  }
}
