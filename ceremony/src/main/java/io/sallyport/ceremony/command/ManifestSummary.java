package io.sallyport.ceremony.command;

import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.crypto.manifest.SignedManifest.Signature;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a manifest says, for somebody who is about to sign it.
 *
 * @param document as it is signed so far
 * @param manifest what it says
 * @param changes what is different from the one before it, a line each; null when nobody asked
 */
record ManifestSummary(SignedManifest document, Manifest manifest, List<String> changes) {

  /** What is different, a line for each key. */
  static List<String> changes(Manifest before, Manifest after) {
    List<String> changes = new ArrayList<>();
    for (ListedKey key : after.keys().toList()) {
      ListedKey old = before.key(key.id()).orElse(null);
      if (old == null) {
        changes.add("new: %s as %s".formatted(name(key), key.state().code()));
      } else if (old.state() != key.state()) {
        changes.add(
            "%s: from %s to %s".formatted(name(key), old.state().code(), key.state().code()));
      } else if (!old.activeUntil().equals(key.activeUntil())) {
        changes.add(
            "%s: until %s, not %s".formatted(name(key), key.activeUntil(), old.activeUntil()));
      }
    }
    return changes;
  }

  private static String name(ListedKey key) {
    return key instanceof NodeKey node
        ? "%s key of %s %s".formatted(key.use(), node.node(), key.id())
        : "%s key %s".formatted(key.use(), key.id());
  }

  /** For people, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("manifest:    version " + manifest.version());
    lines.add("issued:      " + manifest.issued());
    lines.add("expires:     " + manifest.expires());
    lines.add("root:        " + Root.grouped(manifest.root()));
    for (ListedKey key : manifest.keys().toList()) {
      lines.add("%-12s %s".formatted(key.state().code() + ":", name(key)));
    }
    lines.add("signatures:  " + document.signatures().size());
    if (changes != null) {
      lines.add("changes:     " + (changes.isEmpty() ? "none; only the dates" : changes.size()));
      changes.forEach(change -> lines.add("  " + change));
    }
    return lines;
  }

  /** For scripts. */
  JsonObjectBuilder json() {
    JsonArrayBuilder keys = Json.createArrayBuilder();
    manifest.keys().map(ManifestSummary::json).forEach(keys::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("version", manifest.version())
            .add("issued", manifest.issued().toString())
            .add("expires", manifest.expires().toString())
            .add("root", manifest.root())
            .add("keys", keys)
            .add(
                "signedBy",
                Json.createArrayBuilder(
                    document.signatures().stream().map(Signature::kid).toList()));
    if (changes != null) {
      json.add("changes", Json.createArrayBuilder(changes));
    }
    return json;
  }

  private static JsonObjectBuilder json(ListedKey key) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", key.id())
            .add("use", key.use())
            .add("state", key.state().code())
            .add("activeUntil", key.activeUntil().toString());
    return key instanceof NodeKey node ? json.add("node", node.node()) : json;
  }
}
