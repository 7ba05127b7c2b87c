package io.sallyport.crypto.manifest;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.OpenPgpCertificate;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A manifest as text. Times are whole seconds since 1970.
 *
 * <pre>
 * {"type": "sallyport-manifest/1", "version", "issued", "expires", "root", "keys": [
 *   {"use": "browser", "id", "state", "activeUntil", "jwk": {"kty", "crv", "x", "y"}},
 *   {"use": "openpgp", "id", "state", "activeUntil", "certificate"},
 *   {"use": "web" or "decrypt", "id", "state", "activeUntil", "node", "jwk"}, …]}
 * </pre>
 */
final class ManifestJson {
  private static final String TYPE = "sallyport-manifest/1";
  private static final int MAX_KEYS = 1000;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Set<String> MEMBERS =
      Set.of("type", "version", "issued", "expires", "root", "keys");
  private static final Set<String> JWK_MEMBERS = Set.of("use", "id", "state", "activeUntil", "jwk");
  private static final Set<String> OPENPGP_MEMBERS =
      Set.of("use", "id", "state", "activeUntil", "certificate");
  private static final Set<String> NODE_MEMBERS =
      Set.of("use", "id", "state", "activeUntil", "node", "jwk");

  private final List<BrowserKey> browserKeys = new ArrayList<>();
  private final List<OpenPgpKey> openPgpKeys = new ArrayList<>();
  private final List<NodeKey> nodeKeys = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private ManifestJson() {}

  static Manifest read(byte[] json) throws FormatException {
    return new ManifestJson().manifest(StrictJson.object(json));
  }

  private Manifest manifest(JsonObject document) throws FormatException {
    StrictJson.requireMembers("a manifest", document, MEMBERS);
    StrictJson.requireText(document, "type", TYPE);
    Instant issued = time(document, "issued");
    Instant expires = time(document, "expires");
    Duration life = Duration.between(issued, expires);
    if (life.isNegative() || life.isZero() || life.compareTo(Manifest.LONGEST_LIFE) > 0) {
      throw new FormatException("a manifest expires at most 30 days after it was issued");
    }
    for (JsonObject key : StrictJson.objects(document, "keys", MAX_KEYS)) {
      add(key, issued);
    }
    requireOneActive("browser", browserKeys);
    requireOneActive("openpgp", openPgpKeys);
    return new Manifest(
        StrictJson.whole(document, "version", 1, Integer.MAX_VALUE),
        issued,
        expires,
        matching(document, "root", FINGERPRINT),
        browserKeys,
        openPgpKeys,
        nodeKeys);
  }

  private static void requireOneActive(String use, List<? extends ListedKey> keys)
      throws FormatException {
    if (keys.stream().filter(key -> key.state().seals()).count() != 1) {
      throw new FormatException("exactly one " + use + " key is active");
    }
  }

  private void add(JsonObject key, Instant issued) throws FormatException {
    String use = StrictJson.text(key, "use");
    String id = StrictJson.text(key, "id");
    KeyState state = state(key);
    Instant until = time(key, "activeUntil");
    if (!ids.add(id)) {
      throw new FormatException("no key stands twice");
    }
    if (state.seals() && until.isAfter(issued.plus(Manifest.LONGEST_USE))) {
      throw new FormatException("a key is active for at most 12 months");
    }
    switch (use) {
      case "browser" -> browserKeys.add(new BrowserKey(id, state, until, jwk(key, JWK_MEMBERS)));
      case "openpgp" -> openPgpKeys.add(openPgp(key, id, state, until));
      case "web" -> nodeKeys.add(nodeKey(key, id, state, until, NodeKind.WEB));
      case "decrypt" -> nodeKeys.add(nodeKey(key, id, state, until, NodeKind.DECRYPT));
      default -> throw new FormatException("use is browser, openpgp, web or decrypt");
    }
  }

  private static NodeKey nodeKey(
      JsonObject key, String id, KeyState state, Instant until, NodeKind kind)
      throws FormatException {
    return new NodeKey(id, state, until, kind, matching(key, "node", NODE), jwk(key, NODE_MEMBERS));
  }

  private static ECKey jwk(JsonObject key, Set<String> members) throws FormatException {
    StrictJson.requireMembers("a key", key, members);
    ECKey jwk = Root.p384(StrictJson.object(key, "jwk"));
    if (!Root.thumbprint(jwk).equals(StrictJson.text(key, "id"))) {
      throw new FormatException("a key's id is its thumbprint");
    }
    return jwk;
  }

  private static OpenPgpKey openPgp(JsonObject key, String id, KeyState state, Instant until)
      throws FormatException {
    StrictJson.requireMembers("a key", key, OPENPGP_MEMBERS);
    String certificate = StrictJson.text(key, "certificate");
    OpenPgpCertificate read;
    try {
      read = OpenPgpCertificate.read(certificate.getBytes(StandardCharsets.UTF_8));
    } catch (KeyFileException e) {
      throw new FormatException("an openpgp key is a certificate with one RSA-3072 subkey");
    }
    if (!OpenPgpKey.fingerprint(read.subkey()).equals(id)) {
      throw new FormatException("an openpgp key's id is its encryption subkey's fingerprint");
    }
    if (state.seals() && (read.revoked() || until.isAfter(read.expires()))) {
      throw new FormatException("an active openpgp key's certificate is in force all the while");
    }
    return new OpenPgpKey(id, state, until, certificate, read.subkey());
  }

  private static KeyState state(JsonObject key) throws FormatException {
    try {
      return KeyState.of(StrictJson.text(key, "state"));
    } catch (IllegalArgumentException e) {
      throw new FormatException("no such key state");
    }
  }

  private static Instant time(JsonObject object, String name) throws FormatException {
    return Instant.ofEpochSecond(StrictJson.whole(object, name, 0, LAST_SECOND));
  }

  private static String matching(JsonObject object, String name, Pattern form)
      throws FormatException {
    String text = StrictJson.text(object, name);
    if (!form.matcher(text).matches()) {
      throw new FormatException(name + " has the form " + form);
    }
    return text;
  }

  static String write(Manifest manifest) {
    JsonArrayBuilder keys = Json.createArrayBuilder();
    manifest.keys().map(ManifestJson::write).forEach(keys::add);
    return Json.createObjectBuilder()
        .add("type", TYPE)
        .add("version", manifest.version())
        .add("issued", manifest.issued().getEpochSecond())
        .add("expires", manifest.expires().getEpochSecond())
        .add("root", manifest.root())
        .add("keys", keys)
        .build()
        .toString();
  }

  private static JsonObject write(ListedKey key) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("use", key.use())
            .add("id", key.id())
            .add("state", key.state().code())
            .add("activeUntil", key.activeUntil().getEpochSecond());
    if (key instanceof BrowserKey browser) {
      json.add("jwk", jwk(browser.key()));
    } else if (key instanceof NodeKey node) {
      json.add("node", node.node()).add("jwk", jwk(node.key()));
    } else if (key instanceof OpenPgpKey openPgp) {
      json.add("certificate", openPgp.certificate());
    }
    return json.build();
  }

  private static JsonObject jwk(ECKey key) {
    return Json.createObjectBuilder()
        .add("kty", "EC")
        .add("crv", "P-384")
        .add("x", key.getX().toString())
        .add("y", key.getY().toString())
        .build();
  }
}
