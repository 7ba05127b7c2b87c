package io.sallyport.crypto.envelope.v1;

import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Set;

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
  private static final int HASH = 32;
  private static final int COORDINATE = 48;
  private static final int WRAPPED_KEY = 40;
  private static final int IV = 12;
  private static final int TAG = 16;
  private static final int MAX_HEADER = 1024;

  /**
   * Checks the outside of a JWE.
   *
   * @param compact may be anything that arrived, null included
   * @throws FormatException when any rule of the format is broken
   */
  public static InnerEnvelope parse(String compact) throws FormatException {
    if (compact == null || compact.isEmpty() || compact.length() > MAX_LENGTH) {
      throw new FormatException("an envelope has 1 to " + MAX_LENGTH + " characters");
    }
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 5) {
      throw new FormatException("a JWE has five parts");
    }
    byte[] header = StrictJson.base64url("header", parts[0]);
    requireLength("encrypted key", StrictJson.base64url("encrypted key", parts[1]), WRAPPED_KEY);
    requireLength(
        "initialization vector", StrictJson.base64url("initialization vector", parts[2]), IV);
    if (!PADDED_LENGTHS.contains(StrictJson.base64url("ciphertext", parts[3]).length)) {
      throw new FormatException("the content is padded to 1, 4, 16 or 64 KiB");
    }
    requireLength("authentication tag", StrictJson.base64url("authentication tag", parts[4]), TAG);
    JsonObject members = readHeader(header);
    return new InnerEnvelope(thumbprint(members, "kid"), thumbprint(members, "ctx"), compact);
  }

  private static JsonObject readHeader(byte[] header) throws FormatException {
    if (header.length > MAX_HEADER) {
      throw new FormatException("the header is too long");
    }
    JsonObject members = StrictJson.object(header);
    StrictJson.requireMembers("the header", members, MEMBERS);
    StrictJson.requireText(members, "alg", "ECDH-ES+A256KW");
    StrictJson.requireText(members, "enc", "A256GCM");
    StrictJson.requireText(members, "typ", TYPE);
    StrictJson.requireText(members, "suite", SUITE);
    if (!(members.get("v") instanceof JsonNumber version) || !"1".equals(version.toString())) {
      throw new FormatException("v must be 1");
    }
    JsonObject epk = StrictJson.object(members, "epk");
    StrictJson.requireMembers("epk", epk, EPK_MEMBERS);
    StrictJson.requireText(epk, "kty", "EC");
    StrictJson.requireText(epk, "crv", "P-384");
    StrictJson.bytes(epk, "x", COORDINATE);
    StrictJson.bytes(epk, "y", COORDINATE);
    return members;
  }

  private static String thumbprint(JsonObject members, String name) throws FormatException {
    StrictJson.bytes(members, name, HASH);
    return StrictJson.text(members, name);
  }

  private static void requireLength(String what, byte[] bytes, int length) throws FormatException {
    if (bytes.length != length) {
      throw new FormatException("the " + what + " has " + length + " bytes");
    }
  }
}
