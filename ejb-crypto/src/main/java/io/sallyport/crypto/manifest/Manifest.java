package io.sallyport.crypto.manifest;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All keys of a site and their states, as the root keys signed them. Being one of these means that
 * the document is well formed; {@link SignedManifest#verify} says that it is also the root's.
 *
 * @param version grows by at least one with each manifest
 * @param issued when it was made
 * @param expires when nobody may seal by it any more; at most {@link #LONGEST_LIFE} later
 * @param root fingerprint of the root whose keys sign it
 * @param browserKeys at least one, exactly one of them active
 * @param openPgpKeys at least one, exactly one of them active
 * @param nodeKeys by which envelopes are signed
 */
public record Manifest(
    long version,
    Instant issued,
    Instant expires,
    String root,
    List<BrowserKey> browserKeys,
    List<OpenPgpKey> openPgpKeys,
    List<NodeKey> nodeKeys) {
  /** A manifest lives no longer than this. */
  public static final Duration LONGEST_LIFE = Duration.ofDays(30);

  /** By how much the clock of a machine that is never online may be fast. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /** A key seals no longer than this, counted from the manifest that lists it as active. */
  public static final Duration LONGEST_USE = Duration.ofDays(366);

  public Manifest {
    browserKeys = List.copyOf(browserKeys);
    openPgpKeys = List.copyOf(openPgpKeys);
    nodeKeys = List.copyOf(nodeKeys);
  }

  /**
   * Reads a manifest, without asking who signed it.
   *
   * @throws FormatException when it is none
   */
  public static Manifest read(byte[] json) throws FormatException {
    return ManifestJson.read(json);
  }

  /** All keys there are. */
  public Stream<ListedKey> keys() {
    return Stream.of(browserKeys, openPgpKeys, nodeKeys).flatMap(List::stream);
  }

  /** The key of that name. */
  public Optional<ListedKey> key(String id) {
    return keys().filter(key -> key.id().equals(id)).findFirst();
  }

  /** What browsers seal for now. */
  public BrowserKey activeBrowserKey() {
    return browserKeys.stream().filter(key -> key.state().seals()).findFirst().orElseThrow();
  }

  /** What web nodes seal for now. */
  public OpenPgpKey activeOpenPgpKey() {
    return openPgpKeys.stream().filter(key -> key.state().seals()).findFirst().orElseThrow();
  }

  /** The browser key of that thumbprint. */
  public Optional<BrowserKey> browserKey(String id) {
    return browserKeys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** The OpenPGP key of that key ID. */
  public Optional<OpenPgpKey> openPgpKey(long keyId) {
    return openPgpKeys.stream().filter(key -> key.key().getKeyID() == keyId).findFirst();
  }

  /** The signing key of that thumbprint, if nodes of that kind may sign with it. */
  public Optional<NodeKey> nodeKey(NodeKind kind, String id) {
    return nodeKeys.stream().filter(key -> key.kind() == kind && key.id().equals(id)).findFirst();
  }

  /**
   * Whether anybody may seal by it at that time: neither it nor one of its active keys has expired,
   * and it is not from the future, where 30 days would end later than 30 days from now.
   */
  public boolean isInForce(Instant now) {
    return !now.isBefore(issued.minus(CLOCKS_DIFFER))
        && now.isBefore(expires)
        && now.isBefore(activeBrowserKey().activeUntil())
        && now.isBefore(activeOpenPgpKey().activeUntil());
  }

  /**
   * Why this cannot follow {@code previous}: a version that does not grow, a key that disappeared,
   * changed, went back to an earlier state or stays active for longer than was said. Empty when it
   * can.
   */
  public List<String> objectionsAfter(Manifest previous) {
    List<String> objections = new ArrayList<>();
    if (version <= previous.version) {
      objections.add("its version %d does not follow %d".formatted(version, previous.version));
    }
    if (!root.equals(previous.root)) {
      objections.add("it is another root's");
    }
    previous.keys().forEach(old -> objection(old).ifPresent(objections::add));
    keys()
        .filter(key -> previous.key(key.id()).isEmpty())
        .filter(key -> key.state() != KeyState.PRE_ACTIVE && key.state() != KeyState.ACTIVE)
        .map(key -> "the new key %s starts as %s".formatted(key.id(), key.state().code()))
        .forEach(objections::add);
    return objections;
  }

  private Optional<String> objection(ListedKey old) {
    ListedKey now = key(old.id()).orElse(null);
    if (now == null) {
      return Optional.of("the key %s is missing".formatted(old.id()));
    }
    if (!now.use().equals(old.use())) {
      return Optional.of("the key %s changed its use".formatted(old.id()));
    }
    if (!old.state().mayBecome(now.state())) {
      return Optional.of(
          "the key %s cannot go from %s to %s"
              .formatted(old.id(), old.state().code(), now.state().code()));
    }
    if (old.state() == KeyState.ACTIVE && now.activeUntil().isAfter(old.activeUntil())) {
      // Else every manifest would begin the key's 12 months anew.
      return Optional.of(
          "the key %s cannot be active for longer than until %s"
              .formatted(old.id(), old.activeUntil()));
    }
    if (old instanceof NodeKey signed && !signed.node().equals(((NodeKey) now).node())) {
      return Optional.of("the key %s became another node's".formatted(old.id()));
    }
    return Optional.empty();
  }
}
