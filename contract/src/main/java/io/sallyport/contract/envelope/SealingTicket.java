package io.sallyport.contract.envelope;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Leave to seal one version of one record once, within ten minutes. 128 random bits.
 *
 * @param value base64url without padding, 22 characters
 */
public record SealingTicket(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");
  private static final int BYTES = 16;

  public SealingTicket {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a sealing ticket");
    }
  }

  /** A new ticket out of {@code random}. */
  public static SealingTicket issue(SecureRandom random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return new SealingTicket(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Never the ticket: tickets are not for logs. */
  @Override
  public String toString() {
    return "SealingTicket[…]";
  }
}
