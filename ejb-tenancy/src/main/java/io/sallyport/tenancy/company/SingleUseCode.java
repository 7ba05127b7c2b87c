package io.sallyport.tenancy.company;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/**
 * A code that lets its holder do one thing once. The database keeps its hash only, which is enough
 * to recognise it and useless to whoever reads it: the code is random, so nobody finds it by
 * trying.
 */
public final class SingleUseCode {
  private static final int MOST = 100;
  private static final int LINK_BYTES = 16;
  private static final int SPOKEN_LETTERS = 12;

  /** Crockford's base 32: no letter that sounds or looks like another. */
  private static final String SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final String text;

  private SingleUseCode(String text) {
    this.text = text;
  }

  /** One for a link: 128 random bits in base64url. */
  public static SingleUseCode forLink(SecureRandom random) {
    byte[] bytes = new byte[LINK_BYTES];
    random.nextBytes(bytes);
    return new SingleUseCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** One to read out: 60 random bits, in three groups of four letters. */
  public static SingleUseCode toReadOut(SecureRandom random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < SPOKEN_LETTERS; i++) {
      if (i > 0 && i % 4 == 0) {
        letters.append('-');
      }
      letters.append(SPOKEN.charAt(random.nextInt(SPOKEN.length())));
    }
    return new SingleUseCode(letters.toString());
  }

  /**
   * What was typed or came with a link.
   *
   * @throws IllegalArgumentException for what is no code of any kind
   */
  public static SingleUseCode of(String text) {
    if (text == null || text.length() > MOST) {
      throw new IllegalArgumentException("not a code");
    }
    return new SingleUseCode(text.strip());
  }

  /** What was read out: in any case, with or without its hyphens. */
  public static SingleUseCode heard(String text) {
    String letters = of(text).text.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    return new SingleUseCode(letters.replaceAll("(.{4})(?=.)", "$1-"));
  }

  /** SHA-256, 32 bytes. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** For its holder, once. */
  public String reveal() {
    return text;
  }
}
