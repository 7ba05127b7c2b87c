package io.sallyport.api.onpremise;

import io.sallyport.api.order.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.eclipse.microprofile.config.Config;

/**
 * What this node signs with, and whom it trusts, as {@code bin/enroll} left them; read anew when
 * the file has changed, so that a renewed certificate needs no restart.
 */
@ApplicationScoped
public class OwnIdentity {
  private static final String STORE = "BCFKS";

  private final Path keys;
  private final char[] password;
  private FileTime read;
  private Identity identity;
  private X509Certificate ordering;

  /** For the container's proxy. */
  protected OwnIdentity() {
    keys = null;
    password = null;
  }

  @Inject
  public OwnIdentity(Config config) {
    keys = Path.of(config.getValue("sallyport.keys", String.class));
    password = config.getValue("sallyport.keys.password", String.class).toCharArray();
  }

  /** What it signs with now. */
  public synchronized Identity current() {
    readIfChanged();
    return identity;
  }

  /** The authority of those who may order. */
  public synchronized X509Certificate ordering() {
    readIfChanged();
    return ordering;
  }

  private void readIfChanged() {
    Path own = keys.resolve("node.bcfks");
    try {
      FileTime changed = Files.getLastModifiedTime(own);
      if (changed.equals(read)) {
        return;
      }
      KeyStore store = store(own);
      String alias = store.aliases().nextElement();
      identity =
          new Identity(
              (X509Certificate) store.getCertificate(alias),
              (PrivateKey) store.getKey(alias, password));
      KeyStore trusted = store(keys.resolve("node-ca.bcfks"));
      ordering = (X509Certificate) trusted.getCertificate(trusted.aliases().nextElement());
      read = changed;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          own + " cannot be read: run bin/enroll, and see that the node may read it", e);
    }
  }

  private KeyStore store(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(STORE);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }
}
