package io.sallyport.contract.identity;

import java.util.UUID;

/**
 * Reads a UUID in its canonical form only (RFC 9562 section 4): {@link UUID#fromString} also takes
 * short groups, so that one value would have several spellings.
 */
public final class CanonicalUuid {
  private CanonicalUuid() {}

  /**
   * Parses a UUID of 36 characters.
   *
   * @throws IllegalArgumentException for anything else, null included
   */
  public static UUID parse(String text) {
    if (text == null || text.length() != 36) {
      throw new IllegalArgumentException("not a UUID: expected 36 characters");
    }
    UUID value = UUID.fromString(text);
    if (!value.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not a UUID in canonical form");
    }
    return value;
  }
}
