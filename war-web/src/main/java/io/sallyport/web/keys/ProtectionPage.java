package io.sallyport.web.keys;

import io.sallyport.contract.identity.Actor;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.connection.Connections.Protection;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** Which keys protect a company's sealed details, and where each of them is in a rotation. */
@Named
@RequestScoped
public class ProtectionPage {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private CurrentManifest manifests;

  /**
   * One connection's protection, as the page shows it.
   *
   * @param protection what is stored
   * @param inner the state of its browser key
   * @param outer the state of its OpenPGP key
   */
  public record Row(Protection protection, KeyState inner, KeyState outer) {
    /** Where it is, for people. */
    public String place() {
      if (protection.locked()) {
        return "Locked after failures to open it: seal its details again";
      }
      if (inner == KeyState.ACTIVE && outer == KeyState.ACTIVE) {
        return "Sealed for the current keys";
      }
      return inner == KeyState.REVOKED || outer == KeyState.REVOKED
          ? "Sealed for a revoked key: cannot be opened until it was moved to the current one"
          : "Waits to be moved to the current keys; works meanwhile";
    }

    /** Whether nothing is left to do. */
    public boolean isCurrent() {
      return !protection.locked() && inner == KeyState.ACTIVE && outer == KeyState.ACTIVE;
    }
  }

  /** The manifest in force; null when there is none. */
  public Manifest getManifest() {
    return manifests.latest().map(CurrentManifest.Verified::manifest).orElse(null);
  }

  /** The root's fingerprint, as this server computes it; the browser does so itself. */
  public String getFingerprint() {
    return Root.grouped(manifests.root().fingerprint());
  }

  public Root getRoot() {
    return manifests.root();
  }

  /** The company's connections; at most 200. */
  public List<Row> getRows() {
    Actor actor = current.actor();
    Manifest manifest = getManifest();
    return connections.protections(actor).stream()
        .map(
            protection ->
                new Row(
                    protection,
                    inner(manifest, protection).orElse(KeyState.DESTROYED),
                    outer(manifest, protection).orElse(KeyState.DESTROYED)))
        .toList();
  }

  private static Optional<KeyState> inner(Manifest manifest, Protection protection) {
    return Optional.ofNullable(manifest)
        .flatMap(known -> known.browserKey(protection.innerKid()))
        .map(key -> key.state());
  }

  private static Optional<KeyState> outer(Manifest manifest, Protection protection) {
    return Optional.ofNullable(manifest)
        .flatMap(known -> known.openPgpKey(Long.parseUnsignedLong(protection.outerKid(), 16)))
        .map(key -> key.state());
  }
}
