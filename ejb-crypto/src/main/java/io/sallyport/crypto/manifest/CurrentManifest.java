package io.sallyport.crypto.manifest;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.vault.KeyManifests;
import io.sallyport.contract.vault.KeyManifests.Published;
import io.sallyport.crypto.format.FormatException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/**
 * The manifest that this node goes by: the newest published one, if the pinned root signed it. A
 * node never goes back to an older one than it has seen. To seal or to open, it asks each time; to
 * show it, after five seconds.
 */
@ApplicationScoped
public class CurrentManifest {
  private static final Logger LOG = Logger.getLogger(CurrentManifest.class.getName());
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Root root;
  private final KeyManifests manifests;
  private final Clock clock;

  private Verified verified;
  private Instant read = Instant.MIN;

  /**
   * A manifest that the root signed.
   *
   * @param manifest what it says
   * @param document as it was signed
   */
  public record Verified(Manifest manifest, String document) {}

  /** For the container's proxy. */
  protected CurrentManifest() {
    root = null;
    manifests = null;
    clock = null;
  }

  /** Pins the root in the file that {@code sallyport.trust.root} names. */
  @Inject
  public CurrentManifest(Config config, KeyManifests manifests) {
    this(
        Root.in(config.getValue("sallyport.trust.root", Path.class)), manifests, Clock.systemUTC());
  }

  public CurrentManifest(Root root, KeyManifests manifests, Clock clock) {
    this.root = root;
    this.manifests = manifests;
    this.clock = clock;
  }

  /** The pinned root. */
  public Root root() {
    return root;
  }

  /**
   * The manifest, to seal or to open by: from the moment it is published, a node opens with its new
   * keys, and with a revoked one no more.
   *
   * @throws ProblemException {@code SP-MANIFEST-UNAVAILABLE} when there is none, it is not the
   *     root's, or it has expired
   */
  public Manifest inForce() {
    refresh();
    return verifiedInForce().manifest();
  }

  /** The one to show, with its document: up to five seconds old. */
  public Verified verifiedInForce() {
    return latest()
        .filter(known -> known.manifest().isInForce(clock.instant()))
        .orElseThrow(() -> new ProblemException(ErrorCode.MANIFEST_UNAVAILABLE));
  }

  /** The newest manifest that the root signed, whether or not it has expired. */
  public synchronized Optional<Verified> latest() {
    Instant now = clock.instant();
    if (read.plus(FRESH).isBefore(now)) {
      published().ifPresent(this::learn);
      read = now;
    }
    return Optional.ofNullable(verified);
  }

  /** While the records cannot be read, what was signed before holds until it expires. */
  private Optional<Published> published() {
    try {
      return manifests.latest();
    } catch (RuntimeException e) {
      LOG.warning("The key manifest cannot be looked for now: " + e);
      return Optional.empty();
    }
  }

  /** Asks again at once: a manifest was just published. */
  public synchronized void refresh() {
    read = Instant.MIN;
  }

  private void learn(Published published) {
    if (verified != null && verified.document().equals(published.document())) {
      return;
    }
    try {
      Manifest manifest = verify(published.document());
      if (verified != null && manifest.version() <= verified.manifest().version()) {
        throw new ManifestRefused(
            "version %d came after version %d"
                .formatted(manifest.version(), verified.manifest().version()));
      }
      verified = new Verified(manifest, published.document());
      LOG.info("Going by key manifest " + manifest.version());
    } catch (ManifestRefused e) {
      LOG.severe("The published key manifest is refused: " + e.getMessage());
      throw new ProblemException(ErrorCode.MANIFEST_UNAVAILABLE);
    }
  }

  /**
   * What a document says, if the pinned root signed it.
   *
   * @throws ManifestRefused otherwise
   */
  public Manifest verify(String document) throws ManifestRefused {
    try {
      return SignedManifest.read(document.getBytes(StandardCharsets.UTF_8)).verify(root);
    } catch (FormatException e) {
      throw new ManifestRefused(e.getMessage());
    }
  }
}
