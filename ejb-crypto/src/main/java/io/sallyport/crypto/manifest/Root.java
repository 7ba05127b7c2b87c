package io.sallyport.crypto.manifest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import io.sallyport.crypto.keys.KeyFileException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The root of trust of a site: public halves of the root keys, which are kept offline by different
 * people, and how many of them must sign. Customers compare its fingerprint out of band.
 *
 * <pre>{"type": "sallyport-root/1", "threshold": 2, "keys": [{"kty", "crv", "x", "y"}, …]}</pre>
 *
 * @param threshold how many different keys must sign a manifest
 * @param keys by RFC 7638 thumbprint
 */
public record Root(int threshold, Map<String, ECKey> keys) {
  /** The document's type. */
  public static final String TYPE = "sallyport-root/1";

  private static final int MAX_KEYS = 16;
  private static final int COORDINATE = 48;
  private static final Pattern FOUR = Pattern.compile("(.{4})(?!$)");

  public Root {
    keys = Map.copyOf(new TreeMap<>(keys));
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException("the threshold is from 1 to the number of keys");
    }
  }

  /**
   * Reads a root file.
   *
   * @throws KeyFileException when it cannot be read
   */
  public static Root in(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (IOException | FormatException e) {
      throw new KeyFileException(file + ": not a readable root: " + e.getMessage(), e);
    }
  }

  /** Reads a root document. */
  public static Root read(byte[] json) throws FormatException {
    JsonObject root = StrictJson.object(json);
    StrictJson.requireMembers("a root", root, Set.of("type", "threshold", "keys"));
    StrictJson.requireText(root, "type", TYPE);
    Map<String, ECKey> keys = new TreeMap<>();
    for (JsonObject each : StrictJson.objects(root, "keys", MAX_KEYS)) {
      ECKey key = p384(each);
      if (keys.put(thumbprint(key), key) != null) {
        throw new FormatException("no root key stands twice");
      }
    }
    if (keys.isEmpty()) {
      throw new FormatException("a root has keys");
    }
    return new Root((int) StrictJson.whole(root, "threshold", 1, keys.size()), keys);
  }

  /** A public P-384 key as a JWK with exactly the members {@code kty crv x y}. */
  static ECKey p384(JsonObject jwk) throws FormatException {
    StrictJson.requireMembers("a key", jwk, Set.of("kty", "crv", "x", "y"));
    StrictJson.requireText(jwk, "kty", "EC");
    StrictJson.requireText(jwk, "crv", "P-384");
    StrictJson.bytes(jwk, "x", COORDINATE);
    StrictJson.bytes(jwk, "y", COORDINATE);
    try {
      // Nimbus refuses a point that is not on the curve.
      ECKey key = ECKey.parse(jwk.toString());
      return new ECKey.Builder(Curve.P_384, key.getX(), key.getY()).build();
    } catch (ParseException | RuntimeException e) {
      throw new FormatException("a key is a point on P-384");
    }
  }

  /** RFC 7638. */
  static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is in every JVM", e);
    }
  }

  /** The document. */
  public String toJson() {
    return """
        {"type":"%s","threshold":%d,"keys":[%s]}
        """
        .formatted(
            TYPE,
            threshold,
            String.join(
                ",",
                new TreeMap<>(keys)
                    .values().stream().map(key -> key.toPublicJWK().toJSONString()).toList()));
  }

  /** The root key of that thumbprint. */
  public Optional<ECKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /**
   * SHA-256, in hex, over the lines {@code sallyport-root/1}, the threshold, and the keys'
   * thumbprints in order: simple enough to be computed again by anybody.
   */
  public String fingerprint() {
    StringBuilder lines = new StringBuilder(TYPE + "\n" + threshold + "\n");
    new TreeMap<>(keys).keySet().forEach(id -> lines.append(id).append('\n'));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(lines.toString().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is in every JVM", e);
    }
  }

  /** A fingerprint as people compare it: groups of four. */
  public static String grouped(String fingerprint) {
    return FOUR.matcher(fingerprint.toUpperCase(Locale.ROOT)).replaceAll("$1 ");
  }
}
