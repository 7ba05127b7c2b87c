package io.sallyport.crypto.ring;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * 256 random bits that seal the vault's key files. It is never stored: custodians hold it in
 * shares, or a key management service holds it wrapped. Whoever made one closes it, which zeroes
 * it.
 */
public final class MasterKey implements AutoCloseable {
  /** Its length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] value;

  /**
   * Takes over {@code value}, which is zeroed on close.
   *
   * @throws IllegalArgumentException when it has not 32 bytes
   */
  public MasterKey(byte[] value) {
    if (value.length != LENGTH) {
      throw new IllegalArgumentException("a master key has " + LENGTH + " bytes");
    }
    this.value = value;
  }

  /** A new one, from the strong source of the JVM. */
  public static MasterKey random() {
    byte[] value = new byte[LENGTH];
    new SecureRandom().nextBytes(value);
    return new MasterKey(value);
  }

  /** The value itself, not a copy. */
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "MasterKey";
  }
}
