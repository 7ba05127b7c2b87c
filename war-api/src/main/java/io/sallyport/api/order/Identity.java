package io.sallyport.api.order;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;

/**
 * What a node shows and signs with.
 *
 * @param certificate on P-384
 * @param key its private key
 */
public record Identity(X509Certificate certificate, PrivateKey key) {
  public Identity {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }

  /** The certificate's subject only. */
  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal() + "]";
  }
}
