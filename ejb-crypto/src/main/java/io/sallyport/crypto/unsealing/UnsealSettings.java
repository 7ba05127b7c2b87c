package io.sallyport.crypto.unsealing;

import io.sallyport.crypto.ring.ShareSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * How this node is unsealed: {@code sallyport.unseal.method} ({@code shares} unless it says
 * otherwise), {@code sallyport.vault.keys} (the folder with the sealed keys), {@code
 * sallyport.unseal.shares} (the description of the set of shares), and for a token {@code
 * sallyport.unseal.pkcs11.config} and {@code sallyport.unseal.pkcs11.pin-file}. The files are read
 * when they are needed, so that a rotation or new shares need no restart.
 */
@ApplicationScoped
class UnsealSettings {
  private final Config config;

  /** For the container's proxy. */
  protected UnsealSettings() {
    config = null;
  }

  @Inject
  UnsealSettings(Config config) {
    this.config = config;
  }

  String node() {
    return config.getValue("sallyport.node.name", String.class);
  }

  UnsealMethod method() {
    return UnsealMethod.of(
        config.getOptionalValue("sallyport.unseal.method", String.class).orElse("shares"));
  }

  Path keys() {
    return config.getValue("sallyport.vault.keys", Path.class);
  }

  Path tokenConfiguration() {
    return config.getValue("sallyport.unseal.pkcs11.config", Path.class);
  }

  Path tokenPin() {
    return config.getValue("sallyport.unseal.pkcs11.pin-file", Path.class);
  }

  ShareSet shareSet() {
    return ShareSet.in(config.getValue("sallyport.unseal.shares", Path.class));
  }
}
