package io.sallyport.api.onpremise;

import io.sallyport.api.order.Identity;
import io.sallyport.api.order.KeyFile;
import io.sallyport.api.order.PeerTls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.Config;

/**
 * What this node signs with, and whom it trusts, as {@code bin/enroll} left them; read anew when
 * the file has changed, so that a renewed certificate needs no restart.
 */
@ApplicationScoped
public class OwnIdentity {
  private static final String OWN = "node.bcfks";

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

  /**
   * TLS to Sallyport's decrypt nodes: shows this node's certificate, and trusts theirs only.
   *
   * @param peer what must be true of a certificate besides
   * @throws IllegalStateException when it cannot be had
   */
  public synchronized SSLContext tls(Predicate<X509Certificate> peer) {
    Path own = keys.resolve(OWN);
    try {
      return PeerTls.context(KeyFile.read(own, password).store(), password, ordering(), peer);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(own + " cannot be used", e);
    }
  }

  private void readIfChanged() {
    Path own = keys.resolve(OWN);
    try {
      FileTime changed = Files.getLastModifiedTime(own);
      if (changed.equals(read)) {
        return;
      }
      identity = KeyFile.read(own, password).identity();
      ordering = KeyFile.read(keys.resolve("node-ca.bcfks"), password).certificate();
      read = changed;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          own + " cannot be read: run bin/enroll, and see that the node may read it", e);
    }
  }
}
