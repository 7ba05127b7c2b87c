package io.sallyport.api.order;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Hashes what is signed for, and what is chained. */
public final class Sha256 {
  private Sha256() {}

  /** SHA-256 in base64url. */
  public static String of(byte[] content) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(content));
  }

  /** SHA-256 in hex. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(bytes(content));
  }

  private static byte[] bytes(byte[] content) {
    return digest().digest(content);
  }

  /** In base64url, what was put into a digest. */
  static String of(MessageDigest digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /** For what is hashed piece by piece. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
