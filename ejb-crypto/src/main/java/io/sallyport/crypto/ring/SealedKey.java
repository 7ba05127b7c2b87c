package io.sallyport.crypto.ring;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import jakarta.json.JsonObject;
import java.text.ParseException;
import java.util.Set;

/**
 * A private key sealed with the master key: a JWE in compact form, {@code dir} and A256GCM, whose
 * protected header says which key it is. Both are FIPS-approved.
 *
 * @param id the key's name in the manifest
 * @param use {@code browser} (content: a JWK) or {@code openpgp} (content: a transferable secret
 *     key, binary)
 * @param compact the JWE
 */
public record SealedKey(String id, String use, String compact) {
  /** How the files' names end. */
  public static final String SUFFIX = ".sealed";

  /** A use: the inner layer's key. */
  public static final String BROWSER = "browser";

  /** A use: the outer layer's key. */
  public static final String OPENPGP = "openpgp";

  private static final String TYPE = "sallyport-key+jwe";
  private static final String USE = "use";
  private static final int MAX_LENGTH = 64 * 1024;

  /**
   * Seals a key.
   *
   * @param content the private key; the caller zeroes it
   */
  public static SealedKey seal(String id, String use, byte[] content, MasterKey masterKey) {
    try {
      JWEObject jwe =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                  .type(new JOSEObjectType(TYPE))
                  .keyID(id)
                  .customParam(USE, use)
                  .build(),
              new Payload(content));
      jwe.encrypt(new DirectEncrypter(masterKey.value()));
      return new SealedKey(id, use, jwe.serialize());
    } catch (JOSEException e) {
      throw new IllegalStateException("AES-256-GCM is in every JVM", e);
    }
  }

  /**
   * Reads a sealed key, without opening it.
   *
   * @throws FormatException when it is none
   */
  public static SealedKey read(String compact) throws FormatException {
    if (compact.length() > MAX_LENGTH) {
      throw new FormatException("a sealed key has at most 64 KiB");
    }
    String[] parts = compact.strip().split("\\.", -1);
    if (parts.length != 5) {
      throw new FormatException("a sealed key is a JWE of five parts");
    }
    JsonObject header = StrictJson.object(StrictJson.base64url("header", parts[0]));
    StrictJson.requireMembers(
        "a sealed key's header", header, Set.of("alg", "enc", "typ", "kid", USE));
    StrictJson.requireText(header, "alg", "dir");
    StrictJson.requireText(header, "enc", "A256GCM");
    StrictJson.requireText(header, "typ", TYPE);
    String use = StrictJson.text(header, USE);
    if (!Set.of(BROWSER, OPENPGP).contains(use)) {
      throw new FormatException("a sealed key is a browser or an openpgp one");
    }
    return new SealedKey(StrictJson.text(header, "kid"), use, compact.strip());
  }

  /**
   * Opens it.
   *
   * @return the private key; the caller zeroes it
   * @throws FormatException when it was sealed with another master key, or altered since
   */
  public byte[] open(MasterKey masterKey) throws FormatException {
    try {
      JWEObject jwe = JWEObject.parse(compact);
      jwe.decrypt(new DirectDecrypter(masterKey.value()));
      return jwe.getPayload().toBytes();
    } catch (JOSEException | ParseException | RuntimeException e) {
      throw new FormatException("sealed with another master key, or altered since");
    }
  }
}
