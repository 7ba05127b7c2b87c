package io.sallyport.crypto.envelope.v1;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The inner layer as it arrives: a JWE in compact form that the browser made. Being parsed means
 * that its outside is exactly what this format allows, nothing more: it says nothing about who made
 * it or whether it opens.
 *
 * <p>One recipient, a protected header with exactly the members {@code alg enc typ v suite kid ctx
 * epk}, ECDH-ES+A256KW on P-384 (RFC 7518 section 4.6), A256GCM (section 5.3), and a content padded
 * to 1, 4, 16 or 64 KiB.
 *
 * @param kid RFC 7638 thumbprint of the recipient key
 * @param ctx base64url of the sealing context's hash
 * @param compact the JWE itself
 */
public record InnerEnvelope(String kid, String ctx, String compact) {
  /** Longest JWE that is looked at, in characters. */
  public static final int MAX_LENGTH = 256 * 1024;

  /** Lengths that a padded plaintext may have, in bytes. */
  public static final Set<Integer> PADDED_LENGTHS = Set.of(1024, 4096, 16384, 65536);

  /** The header's {@code typ}. */
  public static final String TYPE = "sallyport-envelope+jwe";

  /** The header's {@code suite}. */
  public static final String SUITE = "SP1-P384";

  private static final Set<String> MEMBERS =
      Set.of("alg", "enc", "typ", "v", "suite", "kid", "ctx", "epk");
  private static final Set<String> EPK_MEMBERS = Set.of("kty", "crv", "x", "y");
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int HASH = 32;
  private static final int COORDINATE = 48;
  private static final int WRAPPED_KEY = 40;
  private static final int IV = 12;
  private static final int TAG = 16;
  private static final int MAX_HEADER = 1024;
  private static final JsonReaderFactory STRICT =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  private static final JsonParserFactory TOKENS = Json.createParserFactory(Map.of());

  /**
   * Checks the outside of a JWE.
   *
   * @param compact may be anything that arrived, null included
   * @throws EnvelopeFormatException when any rule of the format is broken
   */
  public static InnerEnvelope parse(String compact) throws EnvelopeFormatException {
    if (compact == null || compact.isEmpty() || compact.length() > MAX_LENGTH) {
      throw new EnvelopeFormatException("an envelope has 1 to " + MAX_LENGTH + " characters");
    }
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 5) {
      throw new EnvelopeFormatException("a JWE has five parts");
    }
    byte[] header = decode("header", parts[0]);
    requireLength("encrypted key", decode("encrypted key", parts[1]), WRAPPED_KEY);
    requireLength("initialization vector", decode("initialization vector", parts[2]), IV);
    if (!PADDED_LENGTHS.contains(decode("ciphertext", parts[3]).length)) {
      throw new EnvelopeFormatException("the content is padded to 1, 4, 16 or 64 KiB");
    }
    requireLength("authentication tag", decode("authentication tag", parts[4]), TAG);
    JsonObject members = readHeader(header);
    return new InnerEnvelope(thumbprint(members, "kid"), thumbprint(members, "ctx"), compact);
  }

  private static JsonObject readHeader(byte[] header) throws EnvelopeFormatException {
    if (header.length > MAX_HEADER) {
      throw new EnvelopeFormatException("the header is too long");
    }
    JsonObject members = strictObject(header);
    requireExactly("the header", members, MEMBERS);
    requireText(members, "alg", "ECDH-ES+A256KW");
    requireText(members, "enc", "A256GCM");
    requireText(members, "typ", TYPE);
    requireText(members, "suite", SUITE);
    if (!(members.get("v") instanceof JsonNumber version) || !"1".equals(version.toString())) {
      throw new EnvelopeFormatException("v must be 1");
    }
    if (members.get("epk").getValueType() != JsonValue.ValueType.OBJECT) {
      throw new EnvelopeFormatException("epk must be an object");
    }
    JsonObject epk = members.getJsonObject("epk");
    requireExactly("epk", epk, EPK_MEMBERS);
    requireText(epk, "kty", "EC");
    requireText(epk, "crv", "P-384");
    requireLength("epk.x", decode("epk.x", text(epk, "x")), COORDINATE);
    requireLength("epk.y", decode("epk.y", text(epk, "y")), COORDINATE);
    return members;
  }

  /**
   * Reads a JSON object in which no member stands twice, and after which only white space follows.
   *
   * @throws EnvelopeFormatException for anything else
   */
  public static JsonObject strictObject(byte[] json) throws EnvelopeFormatException {
    try (JsonReader reader =
            STRICT.createReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
        JsonParser all =
            TOKENS.createParser(new ByteArrayInputStream(json), StandardCharsets.UTF_8)) {
      // The reader sees duplicates but stops at the object's end; the parser sees what follows.
      while (all.hasNext()) {
        all.next();
      }
      return reader.readObject();
    } catch (RuntimeException e) {
      // A parser's message quotes its input, which is not for anyone's eyes. Parsson throws several
      // kinds, a bare RuntimeException for deep nesting among them.
      throw new EnvelopeFormatException("not one JSON object without duplicate members");
    }
  }

  private static String thumbprint(JsonObject members, String name) throws EnvelopeFormatException {
    String value = text(members, name);
    requireLength(name, decode(name, value), HASH);
    return value;
  }

  private static void requireExactly(String where, JsonObject object, Set<String> members)
      throws EnvelopeFormatException {
    if (!object.keySet().equals(members)) {
      throw new EnvelopeFormatException(where + " has exactly the members " + members);
    }
  }

  private static void requireText(JsonObject object, String name, String expected)
      throws EnvelopeFormatException {
    if (!expected.equals(text(object, name))) {
      throw new EnvelopeFormatException(name + " must be " + expected);
    }
  }

  private static String text(JsonObject object, String name) throws EnvelopeFormatException {
    if (object.get(name) instanceof JsonString string) {
      return string.getString();
    }
    throw new EnvelopeFormatException(name + " must be a string");
  }

  private static void requireLength(String what, byte[] bytes, int length)
      throws EnvelopeFormatException {
    if (bytes.length != length) {
      throw new EnvelopeFormatException("the " + what + " has " + length + " bytes");
    }
  }

  /**
   * Base64url without padding, canonical: unused bits must be zero, so that one value has one form.
   */
  private static byte[] decode(String what, String text) throws EnvelopeFormatException {
    if (!BASE64URL.matcher(text).matches()) {
      throw new EnvelopeFormatException("the " + what + " is not base64url");
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new EnvelopeFormatException("the " + what + " is not base64url");
    }
    throw new EnvelopeFormatException("the " + what + " is not canonical base64url");
  }
}
