package io.sallyport.crypto.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * What this node signs with: a private JWK on P-384 in the file that {@code
 * sallyport.node.signing-key} names. The manifest lists its public half.
 */
@ApplicationScoped
public class SigningKey {
  private final ECKey key;

  /** For the container's proxy. */
  protected SigningKey() {
    key = null;
  }

  @Inject
  public SigningKey(Config config) {
    this(KeyFiles.p384Key(config.getValue("sallyport.node.signing-key", Path.class)));
  }

  public SigningKey(ECKey key) {
    this.key = key;
  }

  /** RFC 7638. */
  public String thumbprint() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is in every JVM", e);
    }
  }

  /** The key, with its private half. */
  public ECKey key() {
    return key;
  }
}
