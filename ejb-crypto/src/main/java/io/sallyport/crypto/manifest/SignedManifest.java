package io.sallyport.crypto.manifest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A manifest with the root keys' signatures: a JWS in the general JSON serialization (RFC 7515
 * section 7.2.1). Each signature's protected header is exactly {@code alg} ES384, {@code typ} and
 * {@code kid}; there is no unprotected one.
 *
 * @param payload the manifest, base64url: exactly the bytes that were signed
 * @param signatures in the order in which they were made
 */
public record SignedManifest(String payload, List<Signature> signatures) {
  /** Longest document that is looked at, in bytes. */
  public static final int MAX_LENGTH = 4 * 1024 * 1024;

  private static final JOSEObjectType TYPE = new JOSEObjectType("sallyport-manifest+jws");
  private static final int MAX_SIGNATURES = 16;
  private static final int SIGNATURE = 96;
  private static final int MAX_HEADER = 512;

  /**
   * One root key's signature.
   *
   * @param header the protected header, base64url
   * @param kid which root key it says it is
   * @param value base64url, 96 bytes
   */
  public record Signature(String header, String kid, String value) {}

  public SignedManifest {
    signatures = List.copyOf(signatures);
  }

  /** A manifest that nobody signed yet. */
  public static SignedManifest of(Manifest manifest) {
    return new SignedManifest(
        Base64URL.encode(ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8)).toString(),
        List.of());
  }

  /**
   * Reads a document. That it can be read says nothing about who signed it.
   *
   * @throws FormatException when it is anything else
   */
  public static SignedManifest read(byte[] json) throws FormatException {
    if (json.length > MAX_LENGTH) {
      throw new FormatException("a manifest has at most 4 MiB");
    }
    JsonObject document = StrictJson.object(json);
    StrictJson.requireMembers("a signed manifest", document, Set.of("payload", "signatures"));
    String payload = StrictJson.text(document, "payload");
    StrictJson.base64url("payload", payload);
    List<Signature> signatures = new ArrayList<>();
    Set<String> signers = new TreeSet<>();
    for (JsonObject each : StrictJson.objects(document, "signatures", MAX_SIGNATURES)) {
      Signature signature = signature(each);
      if (!signers.add(signature.kid())) {
        throw new FormatException("no root key signs twice");
      }
      signatures.add(signature);
    }
    return new SignedManifest(payload, signatures);
  }

  private static Signature signature(JsonObject object) throws FormatException {
    StrictJson.requireMembers("a signature", object, Set.of("protected", "signature"));
    StrictJson.bytes(object, "signature", SIGNATURE);
    String header = StrictJson.text(object, "protected");
    byte[] decoded = StrictJson.base64url("header", header);
    if (decoded.length > MAX_HEADER) {
      throw new FormatException("the header is too long");
    }
    JsonObject members = StrictJson.object(decoded);
    StrictJson.requireMembers("a signature's header", members, Set.of("alg", "typ", "kid"));
    StrictJson.requireText(members, "alg", JWSAlgorithm.ES384.getName());
    StrictJson.requireText(members, "typ", TYPE.getType());
    return new Signature(
        header, StrictJson.text(members, "kid"), StrictJson.text(object, "signature"));
  }

  /**
   * The manifest, if enough different root keys signed it.
   *
   * @throws ManifestRefused when they did not, when one signature is wrong, or when it is no
   *     manifest
   */
  public Manifest verify(Root root) throws ManifestRefused {
    requireSignaturesOf(root);
    // A document that was read names nobody twice; one that was put together in memory may.
    long signers = signatures.stream().map(Signature::kid).distinct().count();
    if (signers < root.threshold()) {
      throw new ManifestRefused(
          "the manifest has %d of %d signatures".formatted(signers, root.threshold()));
    }
    try {
      Manifest manifest = manifest();
      if (!manifest.root().equals(root.fingerprint())) {
        throw new ManifestRefused("the manifest is made for another root");
      }
      return manifest;
    } catch (FormatException e) {
      throw new ManifestRefused("not a manifest: " + e.getMessage());
    }
  }

  /**
   * Requires that the root's keys made all signatures there are, however few: what somebody who is
   * to add one looks at.
   *
   * @throws ManifestRefused when another key made one, or one is wrong
   */
  public void requireSignaturesOf(Root root) throws ManifestRefused {
    for (Signature signature : signatures) {
      ECKey key =
          root.key(signature.kid())
              .orElseThrow(
                  () -> new ManifestRefused("a key that is not the root's signed the manifest"));
      if (!holds(signature, key)) {
        throw new ManifestRefused("a signature of the manifest is wrong");
      }
    }
  }

  private boolean holds(Signature signature, ECKey key) {
    try {
      return new JWSObject(
              new Base64URL(signature.header()),
              new Payload(new Base64URL(payload)),
              new Base64URL(signature.value()))
          .verify(new ECDSAVerifier(key));
    } catch (JOSEException | ParseException | RuntimeException e) {
      return false;
    }
  }

  /**
   * What it says, without asking who signed it: for showing it to someone who is about to sign.
   *
   * @throws FormatException when it is no manifest
   */
  public Manifest manifest() throws FormatException {
    return ManifestJson.read(StrictJson.base64url("payload", payload));
  }

  /**
   * The same with one signature more.
   *
   * @param rootKey a root key with its private half
   * @throws JOSEException when it cannot sign
   */
  public SignedManifest signedBy(ECKey rootKey) throws JOSEException {
    JWSObject jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(TYPE)
                .keyID(rootKey.computeThumbprint().toString())
                .build(),
            new Payload(new Base64URL(payload)));
    jws.sign(new ECDSASigner(rootKey));
    List<Signature> more = new ArrayList<>(signatures);
    more.add(
        new Signature(
            jws.getHeader().toBase64URL().toString(),
            jws.getHeader().getKeyID(),
            jws.getSignature().toString()));
    return new SignedManifest(payload, more);
  }

  /** The document. */
  public String toJson() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (Signature signature : signatures) {
      all.add(
          Json.createObjectBuilder()
              .add("protected", signature.header())
              .add("signature", signature.value()));
    }
    return Json.createObjectBuilder()
        .add("payload", payload)
        .add("signatures", all)
        .build()
        .toString();
  }
}
