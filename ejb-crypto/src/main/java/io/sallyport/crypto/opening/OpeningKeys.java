package io.sallyport.crypto.opening;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.ring.KeyRing;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPrivateKey;

/**
 * The keys for one opening: those in the ring whose state in the manifest allows it. A snapshot:
 * what changes meanwhile holds for the next opening.
 */
public class OpeningKeys {
  /** What an envelope is opened for. */
  public enum Purpose {
    /** Somebody's request. */
    REQUEST,
    /** Moving it to another key, which a revoked key still allows. */
    REWRAP
  }

  private final KeyRing ring;
  private final Manifest manifest;
  private final Purpose purpose;

  /**
   * Takes a snapshot.
   *
   * @param ring the private keys
   * @param manifest their states
   * @param purpose what is opened for
   */
  public OpeningKeys(KeyRing ring, Manifest manifest, Purpose purpose) {
    this.ring = ring;
    this.manifest = manifest;
    this.purpose = purpose;
  }

  /** Who works with the private keys. */
  PrivateKeyProviders providers() {
    return ring.providers();
  }

  /** Whether the key of that key ID may open. */
  boolean hasOpenPgpKey(long keyId) {
    return manifest.openPgpKey(keyId).filter(key -> allows(key.state())).isPresent()
        && ring.openPgpKeys().containsKey(keyId);
  }

  /** The private key of that key ID, if it may open. */
  Optional<PGPPrivateKey> openPgpKey(long keyId) {
    return hasOpenPgpKey(keyId) ? ring.openPgpKey(keyId) : Optional.empty();
  }

  /** The private key of that thumbprint, if it may open. */
  Optional<PrivateKey> browserKey(String kid) {
    return manifest
        .browserKey(kid)
        .filter(key -> allows(key.state()))
        .flatMap(key -> ring.browserKey(kid));
  }

  /** The public key with which nodes of that kind sign, if it is trusted. */
  Optional<ECKey> nodeKey(NodeKind kind, String kid) {
    return manifest.nodeKey(kind, kid).filter(key -> key.state().opens()).map(NodeKey::key);
  }

  private boolean allows(KeyState state) {
    return switch (purpose) {
      case REQUEST -> state.opens();
      case REWRAP -> state.opensForRewrap();
    };
  }
}
