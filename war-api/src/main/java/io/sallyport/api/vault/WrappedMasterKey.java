package io.sallyport.api.vault;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.regions.Region;

/**
 * The vault's master key as AWS KMS wrapped it.
 *
 * <pre>{"type": "sallyport-kms/1", "keyArn", "ciphertext" (base64url), "context": {…}}</pre>
 *
 * @param keyArn the KMS key; nothing else may have wrapped it
 * @param region the key's
 * @param ciphertext what {@code kms:Encrypt} gave out
 * @param context the encryption context it was wrapped with
 */
record WrappedMasterKey(
    String keyArn, Region region, byte[] ciphertext, Map<String, String> context) {
  private static final String TYPE = "sallyport-kms/1";

  /**
   * Reads the file.
   *
   * @throws IllegalStateException naming the file when it is none
   */
  static WrappedMasterKey in(Path file) {
    try (InputStream in = Files.newInputStream(file);
        JsonReader reader = Json.createReader(in)) {
      JsonObject document = reader.readObject();
      if (!TYPE.equals(document.getString("type"))) {
        throw new IllegalStateException(file + ": its type must be " + TYPE);
      }
      String arn = document.getString("keyArn");
      Region region = Region.of(Arn.fromString(arn).region().orElseThrow());
      JsonObject context = document.getJsonObject("context");
      return new WrappedMasterKey(
          arn,
          region,
          Base64.getUrlDecoder().decode(document.getString("ciphertext")),
          context.keySet().stream().collect(Collectors.toMap(name -> name, context::getString)));
    } catch (IOException | JsonException | IllegalArgumentException | NullPointerException e) {
      throw new IllegalStateException(
          file + ": not a wrapped master key (sallyport.unseal.kms names it)", e);
    }
  }
}
