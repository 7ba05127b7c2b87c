package io.sallyport.crypto.envelope.v1;

import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The inner layer as it arrives: a JWE in compact form that the browser made. Being parsed means
 * that its outside is exactly what this format allows, nothing more: it says nothing about who made
 * it or whether it opens.
 *
 * <p>One recipient, a protected header with exactly the members {@code alg enc typ v suite kid ctx
 * epk}, ECDH-ES+A256KW on P-384 (RFC 7518 section 4.6), A256GCM (section 5.3), and a content padded
 * to 1, 4, 16 or 64 KiB. Its parts are decoded once, because an envelope is long.
 */
public final class InnerEnvelope {
  /** Longest JWE that is looked at, in bytes. */
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
  private static final int PARTS = 5;
  private static final int HASH = 32;
  private static final int COORDINATE = 48;
  private static final int WRAPPED_KEY = 40;
  private static final int IV = 12;
  private static final int TAG = 16;
  private static final int MAX_HEADER = 1024;

  private final String kid;
  private final String ctx;
  private final byte[] protectedHeader;
  private final byte[] encryptedKey;
  private final byte[] iv;
  private final byte[] ciphertext;
  private final byte[] tag;

  private InnerEnvelope(List<byte[]> parts) throws FormatException {
    protectedHeader = parts.get(0);
    encryptedKey = decoded("encrypted key", parts.get(1), WRAPPED_KEY);
    iv = decoded("initialization vector", parts.get(2), IV);
    ciphertext = StrictJson.base64url("ciphertext", parts.get(3));
    if (!PADDED_LENGTHS.contains(ciphertext.length)) {
      throw new FormatException("the content is padded to 1, 4, 16 or 64 KiB");
    }
    tag = decoded("authentication tag", parts.get(4), TAG);
    JsonObject members = readHeader(StrictJson.base64url("header", protectedHeader));
    kid = thumbprint(members, "kid");
    ctx = thumbprint(members, "ctx");
  }

  /**
   * Checks the outside of a JWE.
   *
   * @param compact may be anything that arrived
   * @throws FormatException when any rule of the format is broken
   */
  public static InnerEnvelope parse(byte[] compact) throws FormatException {
    if (compact.length > MAX_LENGTH) {
      throw new FormatException("an envelope has at most " + MAX_LENGTH + " bytes");
    }
    return new InnerEnvelope(parts(compact));
  }

  private static List<byte[]> parts(byte[] compact) throws FormatException {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < compact.length; at++) {
      if (compact[at] == '.') {
        parts.add(Arrays.copyOfRange(compact, start, at));
        start = at + 1;
      }
    }
    parts.add(Arrays.copyOfRange(compact, start, compact.length));
    if (parts.size() != PARTS) {
      throw new FormatException("a JWE has five parts");
    }
    return parts;
  }

  /** RFC 7638 thumbprint of the recipient key. */
  public String kid() {
    return kid;
  }

  /** The sealing context's hash, base64url. */
  public String ctx() {
    return ctx;
  }

  /**
   * The protected header.
   *
   * @throws ParseException when its ephemeral key is not on the curve
   */
  public JWEHeader header() throws ParseException {
    return JWEHeader.parse(new Base64URL(new String(protectedHeader, StandardCharsets.US_ASCII)));
  }

  /** What is authenticated beside the content: the header as it arrived (RFC 7516 section 5.2). */
  public byte[] additionalData() {
    return protectedHeader.clone();
  }

  /** The content key, wrapped: 40 bytes. */
  public byte[] encryptedKey() {
    return encryptedKey.clone();
  }

  /** 12 bytes. */
  public byte[] iv() {
    return iv.clone();
  }

  /** As long as the padded plaintext; not a copy, treat it as read-only. */
  public byte[] ciphertext() {
    return ciphertext;
  }

  /** 16 bytes. */
  public byte[] tag() {
    return tag.clone();
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

  private static byte[] decoded(String what, byte[] text, int length) throws FormatException {
    byte[] bytes = StrictJson.base64url(what, text);
    if (bytes.length != length) {
      throw new FormatException("the " + what + " has " + length + " bytes");
    }
    return bytes;
  }
}
