package io.sallyport.tenancy.sso;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A company's domain in its one form: IDNA's ASCII form, lower case, at least two labels, at most
 * 253 characters, no trailing dot. Two texts that a resolver takes for the same name are equal.
 *
 * @param name e.g. {@code example.com}
 */
public record Domain(String name) {
  private static final int LONGEST = 253;
  private static final int LONGEST_TEXT = 1000;
  private static final Pattern ASCII =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  /**
   * A domain that is in its one form already.
   *
   * @throws IllegalArgumentException when {@code name} is not
   */
  public Domain {
    if (name.length() > LONGEST || !ASCII.matcher(name).matches()) {
      throw new IllegalArgumentException("not a domain in ASCII form: " + name);
    }
  }

  /**
   * The domain that somebody typed; empty when it is none.
   *
   * @param text may be anything, null included
   */
  public static Optional<Domain> of(String text) {
    if (text == null || text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return Optional.of(new Domain(ascii.replaceFirst("\\.$", "")));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      // The JDK throws the latter for some empty labels.
      return Optional.empty();
    }
  }

  /** The domain of an e-mail address, after its last {@code @}, or of a domain alone. */
  public static Optional<Domain> ofAddress(String text) {
    return text == null ? Optional.empty() : of(text.substring(text.lastIndexOf('@') + 1));
  }

  @Override
  public String toString() {
    return name;
  }
}
