package io.sallyport.benchmarks.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A passkey in this process: one ES256 key with a counter that answers WebAuthn Level 3's options
 * in its JSON forms, and says that the user was verified. It attests nothing.
 */
final class SoftPasskey {
  private static final CBORMapper CBOR = new CBORMapper();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int USER_PRESENT = 1;
  private static final int USER_VERIFIED = 4;
  private static final int ATTESTED_DATA = 64;
  private static final int COORDINATE = 32;

  private final String origin;
  private final byte[] id = new byte[COORDINATE];
  private final KeyPair key;
  private int counter;

  /**
   * A new one.
   *
   * @param origin the page's, as a browser would name it
   */
  SoftPasskey(String origin) throws GeneralSecurityException {
    this.origin = origin;
    new SecureRandom().nextBytes(id);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    key = generator.generateKeyPair();
  }

  /** What it is known by. */
  byte[] id() {
    return id.clone();
  }

  /** Answers creation options with a {@code RegistrationResponseJSON}. */
  JsonObject created(JsonObject options) throws NoSuchAlgorithmException {
    byte[] authenticator =
        authenticatorData(options.getJsonObject("rp").getString("id"), ATTESTED_DATA, attested());
    Map<String, Object> attestation = new LinkedHashMap<>();
    attestation.put("fmt", "none");
    attestation.put("attStmt", Map.of());
    attestation.put("authData", authenticator);
    return answer(
        id,
        Json.createObjectBuilder()
            .add("clientDataJSON", text(clientData("webauthn.create", options)))
            .add("attestationObject", text(CBOR.writeValueAsBytes(attestation)))
            .add("transports", Json.createArrayBuilder().add("internal"))
            .build());
  }

  /** Answers request options with an {@code AuthenticationResponseJSON}. */
  JsonObject used(JsonObject options) throws GeneralSecurityException {
    return used(options, id);
  }

  /** The same, for a passkey that has another id: whether it is known or not, it is refused. */
  JsonObject used(JsonObject options, byte[] id) throws GeneralSecurityException {
    counter++;
    byte[] authenticator = authenticatorData(options.getString("rpId"), 0, new byte[0]);
    byte[] client = clientData("webauthn.get", options);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(authenticator);
    signature.update(sha256(client));
    return answer(
        id,
        Json.createObjectBuilder()
            .add("clientDataJSON", text(client))
            .add("authenticatorData", text(authenticator))
            .add("signature", text(signature.sign()))
            .build());
  }

  private static JsonObject answer(byte[] id, JsonObject response) {
    return Json.createObjectBuilder()
        .add("id", text(id))
        .add("rawId", text(id))
        .add("type", "public-key")
        .add("response", response)
        .add("clientExtensionResults", Json.createObjectBuilder())
        .build();
  }

  private byte[] clientData(String type, JsonObject options) {
    return Json.createObjectBuilder()
        .add("type", type)
        .add("challenge", options.getString("challenge"))
        .add("origin", origin)
        .add("crossOrigin", false)
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] authenticatorData(String party, int flags, byte[] attested)
      throws NoSuchAlgorithmException {
    return ByteBuffer.allocate(COORDINATE + 1 + Integer.BYTES + attested.length)
        .put(sha256(party.getBytes(StandardCharsets.UTF_8)))
        .put((byte) (USER_PRESENT | USER_VERIFIED | flags))
        .putInt(counter)
        .put(attested)
        .array();
  }

  /** The authenticator's model (none), the passkey's id, and its key in COSE's form. */
  private byte[] attested() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    Map<Integer, Object> cose = new LinkedHashMap<>();
    cose.put(1, 2);
    cose.put(3, -7);
    cose.put(-1, 1);
    cose.put(-2, coordinate(point.getW().getAffineX()));
    cose.put(-3, coordinate(point.getW().getAffineY()));
    ByteArrayOutputStream attested = new ByteArrayOutputStream();
    attested.writeBytes(new byte[16]);
    attested.writeBytes(
        ByteBuffer.allocate(Short.BYTES + id.length).putShort((short) id.length).put(id).array());
    attested.writeBytes(CBOR.writeValueAsBytes(cose));
    return attested.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return fixed;
  }

  private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String text(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }
}
