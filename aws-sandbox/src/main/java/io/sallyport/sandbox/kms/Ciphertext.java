package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.wire.AwsFault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Encrypt gives out: the id of the key, a nonce, and AES-256-GCM with the key's ARN and the
 * encryption context as additional data. The form is the sandbox's own; AWS publishes none.
 */
record Ciphertext(String keyId, ByteBuffer sealed) {
  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  /**
   * Reads what Encrypt gave out.
   *
   * @throws AwsFault InvalidCiphertextException when it is something else
   */
  static Ciphertext read(byte[] blob) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(blob);
      if (buffer.get() != FORM) {
        throw invalid();
      }
      return new Ciphertext(new UUID(buffer.getLong(), buffer.getLong()).toString(), buffer);
    } catch (BufferUnderflowException tooShort) {
      throw invalid();
    }
  }

  static byte[] encrypt(
      KmsKey key, byte[] plaintext, Map<String, String> context, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plaintext);
      UUID id = UUID.fromString(key.id());
      return ByteBuffer.allocate(1 + 2 * Long.BYTES + nonce.length + sealed.length)
          .put(FORM)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Opens it.
   *
   * @throws AwsFault InvalidCiphertextException when key, context or text are not the ones it was
   *     made with
   */
  byte[] decrypt(KmsKey key, Map<String, String> context) {
    ByteBuffer rest = sealed.duplicate();
    byte[] nonce = new byte[NONCE_BYTES];
    try {
      rest.get(nonce);
      byte[] text = new byte[rest.remaining()];
      rest.get(text);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(text);
    } catch (BufferUnderflowException | AEADBadTagException altered) {
      throw invalid();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Cipher cipher(int mode, KmsKey key, byte[] nonce, Map<String, String> context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    byte[] material = Base64.getDecoder().decode(key.material());
    cipher.init(mode, new SecretKeySpec(material, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound(key.arn().toString()));
    new TreeMap<>(context)
        .forEach(
            (name, value) -> {
              cipher.updateAAD(bound(name));
              cipher.updateAAD(bound(value));
            });
    return cipher;
  }

  /** A text with its length before it, so that no two contexts are the same bytes. */
  private static byte[] bound(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static AwsFault invalid() {
    return new AwsFault(
        400, "InvalidCiphertextException", "The ciphertext or its context is not valid.");
  }
}
