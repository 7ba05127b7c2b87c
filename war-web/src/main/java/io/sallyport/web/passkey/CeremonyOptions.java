package io.sallyport.web.passkey;

import io.sallyport.tenancy.passkey.RelyingParty;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What the browser is asked for, in WebAuthn Level 3's JSON forms (section 5.1.8 and 5.1.9): a
 * discoverable passkey, with the user verified, with attestation where the site demands it.
 */
final class CeremonyOptions {
  private static final int TIMEOUT_MILLIS = 300_000;

  private CeremonyOptions() {}

  static JsonObject creation(RelyingParty party, PendingRegistration pending) {
    return creation(party, pending, List.of());
  }

  /** The same, of an authenticator that has none of these passkeys yet. */
  static JsonObject creation(
      RelyingParty party, PendingRegistration pending, List<byte[]> credentialIds) {
    JsonArrayBuilder present = Json.createArrayBuilder();
    for (byte[] id : credentialIds) {
      present.add(Json.createObjectBuilder().add("type", "public-key").add("id", base64url(id)));
    }
    JsonArrayBuilder algorithms = Json.createArrayBuilder();
    for (int algorithm : RelyingParty.ALGORITHMS) {
      algorithms.add(Json.createObjectBuilder().add("type", "public-key").add("alg", algorithm));
    }
    return Json.createObjectBuilder()
        .add("challenge", base64url(pending.challenge()))
        .add("rp", Json.createObjectBuilder().add("id", party.id()).add("name", "Sallyport"))
        .add(
            "user",
            Json.createObjectBuilder()
                .add("id", base64url(bytes(pending.person())))
                .add("name", pending.displayName() + " · " + pending.company())
                .add("displayName", pending.displayName()))
        .add("pubKeyCredParams", algorithms)
        .add("excludeCredentials", present)
        .add(
            "authenticatorSelection",
            Json.createObjectBuilder()
                .add("residentKey", "required")
                .add("requireResidentKey", true)
                .add("userVerification", "required"))
        .add("attestation", party.attestation())
        .add("timeout", TIMEOUT_MILLIS)
        .build();
  }

  static JsonObject request(RelyingParty party, byte[] challenge) {
    return Json.createObjectBuilder()
        .add("challenge", base64url(challenge))
        .add("rpId", party.id())
        .add("userVerification", "required")
        .add("timeout", TIMEOUT_MILLIS)
        .build();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
