package io.sallyport.crypto.ring;

import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One custodian's share of the master key, as text: {@code
 * sp-share.1.SET.INDEX.THRESHOLD.VALUE.CHECK}. The value is base64url of 32 bytes; the check, the
 * first 6 bytes of SHA-256 over all before it, catches a slip of the pen and nothing more.
 *
 * @param set which splitting it belongs to, 16 hexadecimal digits
 * @param index from 1 to 255
 * @param threshold how many shares make the master key, from 2 to 255
 * @param value zeroed by {@link #close()}
 */
public record Share(String set, int index, int threshold, byte[] value) implements AutoCloseable {
  /** How many shares there can be. */
  public static final int MAX_SHARES = 255;

  private static final int MAX_LENGTH = 128;
  private static final int CHECK = 6;
  private static final Pattern FORM =
      Pattern.compile(
          "(sp-share\\.1\\.([0-9a-f]{16})\\.([1-9][0-9]{0,2})\\.([1-9][0-9]{0,2})"
              + "\\.([A-Za-z0-9_-]{43}))\\.([A-Za-z0-9_-]{8})");

  /**
   * Reads a share.
   *
   * @param text may be anything; white space around it is ignored
   * @throws FormatException saying which rule it breaks
   */
  public static Share read(String text) throws FormatException {
    if (text == null || text.length() > MAX_LENGTH) {
      throw new FormatException("a share has at most " + MAX_LENGTH + " characters");
    }
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new FormatException("a share has the form sp-share.1.SET.INDEX.THRESHOLD.VALUE.CHECK");
    }
    if (!check(parts.group(1)).equals(parts.group(6))) {
      throw new FormatException("a share's check must agree: a character is wrong or missing");
    }
    int index = Integer.parseInt(parts.group(3));
    int threshold = Integer.parseInt(parts.group(4));
    if (index > MAX_SHARES || threshold > MAX_SHARES || threshold < 2) {
      throw new FormatException("a share's index and threshold are at most " + MAX_SHARES);
    }
    return new Share(
        parts.group(2), index, threshold, StrictJson.base64url("share's value", parts.group(5)));
  }

  /** The share as its custodian keeps it: a secret. */
  public String text() {
    return statement() + "." + check(statement());
  }

  /** What others may know of it: SHA-256 over the text without its check. */
  public byte[] commitment() {
    return sha256(statement());
  }

  private String statement() {
    return "sp-share.1.%s.%d.%d.%s"
        .formatted(
            set, index, threshold, Base64.getUrlEncoder().withoutPadding().encodeToString(value));
  }

  private static String check(String statement) {
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(sha256(statement), CHECK));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "share %d of set %s".formatted(index, set);
  }
}
