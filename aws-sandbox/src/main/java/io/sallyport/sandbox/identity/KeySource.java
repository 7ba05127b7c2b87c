package io.sallyport.sandbox.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * Makes identifiers and secrets of the forms AWS uses, from the randomness it is given.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids">Unique
 *     identifiers and their prefixes</a>
 */
public final class KeySource {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String HEX = "0123456789abcdef";
  private static final int UNIQUE_LENGTH = 16;
  private static final int RESOURCE_LENGTH = 17;
  private final SecureRandom random;

  public KeySource(SecureRandom random) {
    this.random = random;
  }

  /** A unique id such as {@code AROA…}, {@code AKIA…}, {@code ASIA…}. */
  public String uniqueId(String prefix) {
    return prefix + from(BASE32, UNIQUE_LENGTH);
  }

  /** An EC2 id such as {@code i-0123456789abcdef0}. */
  public String resourceId(String prefix) {
    return prefix + from(HEX, RESOURCE_LENGTH);
  }

  /** Forty characters, as a secret access key has. */
  public String secret() {
    return base64(30);
  }

  /** The id of a KMS key. */
  public String uuid() {
    return UUID.randomUUID().toString();
  }

  /** The 256 bits of a KMS key, in base64. */
  public String material() {
    return base64(32);
  }

  /** An opaque session token. */
  public String token() {
    return "IQoJ" + base64(192);
  }

  private String base64(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String from(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
    return text.toString();
  }
}
