package io.sallyport.contract.vault;

import java.util.Optional;

/** Where nodes find the key manifest that two custodians published last. */
public interface KeyManifests {
  /**
   * A published manifest, as it was signed.
   *
   * @param version what the site's records say its version is
   * @param document the signed manifest; whoever uses it verifies it against the root
   */
  record Published(long version, String document) {}

  /** The newest one; empty when none was published yet. */
  Optional<Published> latest();
}
