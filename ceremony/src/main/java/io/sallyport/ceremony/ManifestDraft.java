package io.sallyport.ceremony;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest in the making: the first one of a site, or the one that follows another. */
public final class ManifestDraft {
  /** How long a key seals unless somebody says otherwise. */
  public static final Duration ACTIVE_LIFE = Duration.ofDays(365);

  private static final int SHORTEST_NAME = 6;

  private final Root root;
  private final Manifest previous;
  private final Instant issued;
  private final Duration life;
  private final Map<String, ListedKey> keys = new LinkedHashMap<>();

  private ManifestDraft(Root root, Manifest previous, Instant now, Duration life) {
    this.root = root;
    this.previous = previous;
    this.issued = now.truncatedTo(ChronoUnit.SECONDS);
    this.life = life;
    if (previous != null) {
      previous.keys().forEach(key -> keys.put(key.id(), key));
    }
  }

  /** A site's first manifest. */
  public static ManifestDraft first(Root root, Instant now, Duration life) {
    return new ManifestDraft(root, null, now, life);
  }

  /** The manifest after {@code previous}, with the same keys so far. */
  public static ManifestDraft after(Manifest previous, Root root, Instant now, Duration life) {
    return new ManifestDraft(root, previous, now, life);
  }

  /**
   * Adds a browser key.
   *
   * @param active whether browsers seal for it from now on; the one so far only opens then
   */
  public ManifestDraft browser(ECKey key, boolean active) {
    return add(new BrowserKey(thumbprint(key), state(active), until(), key.toPublicJWK()), active);
  }

  /** Adds an OpenPGP key by its armored certificate. */
  public ManifestDraft openPgp(String certificate, boolean active) {
    OpenPgpCertificate read = OpenPgpCertificate.read(certificate.getBytes(StandardCharsets.UTF_8));
    return add(
        new OpenPgpKey(
            OpenPgpKey.fingerprint(read.subkey()),
            state(active),
            until(),
            certificate,
            read.subkey()),
        active);
  }

  /** Adds the key that a node signs with. A node may have several. */
  public ManifestDraft node(NodeKind kind, String name, ECKey key) {
    NodeKey listed =
        new NodeKey(thumbprint(key), KeyState.ACTIVE, until(), kind, name, key.toPublicJWK());
    keys.put(listed.id(), listed);
    return this;
  }

  private ManifestDraft add(ListedKey key, boolean active) {
    if (keys.containsKey(key.id())) {
      throw new IllegalArgumentException("the key " + key.id() + " is listed already");
    }
    if (active) {
      retireActive(key.use());
    }
    keys.put(key.id(), key);
    return this;
  }

  /**
   * Moves a key to another state. Activating one makes the active one of its use decrypt-only.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public ManifestDraft change(String id, KeyState state) {
    ListedKey key = keys.get(id);
    if (key == null) {
      throw new IllegalArgumentException("no key " + id + " is listed");
    }
    if (state == KeyState.ACTIVE && !(key instanceof NodeKey)) {
      retireActive(key.use());
    }
    keys.put(id, with(key, state, state == KeyState.ACTIVE ? until() : key.activeUntil()));
    return this;
  }

  /**
   * The ids of the keys that somebody may mean.
   *
   * @param name an id, or at least its first 6 characters
   */
  public List<String> keysNamed(String name) {
    if (keys.containsKey(name)) {
      return List.of(name);
    }
    return name.length() < SHORTEST_NAME
        ? List.of()
        : keys.keySet().stream().filter(id -> id.startsWith(name)).toList();
  }

  private void retireActive(String use) {
    List.copyOf(keys.values()).stream()
        .filter(key -> key.use().equals(use) && key.state() == KeyState.ACTIVE)
        .forEach(key -> keys.put(key.id(), with(key, KeyState.DECRYPT_ONLY, key.activeUntil())));
  }

  private static ListedKey with(ListedKey key, KeyState state, Instant until) {
    if (key instanceof BrowserKey browser) {
      return new BrowserKey(browser.id(), state, until, browser.key());
    }
    if (key instanceof OpenPgpKey openPgp) {
      return new OpenPgpKey(openPgp.id(), state, until, openPgp.certificate(), openPgp.key());
    }
    NodeKey node = (NodeKey) key;
    return new NodeKey(node.id(), state, until, node.kind(), node.node(), node.key());
  }

  /**
   * The manifest, unsigned.
   *
   * @throws FormatException naming the rule it breaks, or why it cannot follow the previous one
   */
  public SignedManifest build() throws FormatException {
    Manifest manifest =
        new Manifest(
            previous == null ? 1 : previous.version() + 1,
            issued,
            issued.plus(life),
            root.fingerprint(),
            of(BrowserKey.class),
            of(OpenPgpKey.class),
            of(NodeKey.class));
    SignedManifest unsigned = SignedManifest.of(manifest);
    Manifest read = unsigned.manifest();
    List<String> objections = previous == null ? List.of() : read.objectionsAfter(previous);
    if (!objections.isEmpty()) {
      throw new FormatException(String.join("; ", objections));
    }
    return unsigned;
  }

  private <T extends ListedKey> List<T> of(Class<T> kind) {
    return keys.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static KeyState state(boolean active) {
    return active ? KeyState.ACTIVE : KeyState.PRE_ACTIVE;
  }

  private Instant until() {
    return issued.plus(ACTIVE_LIFE);
  }

  private static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is in every JVM", e);
    }
  }
}
