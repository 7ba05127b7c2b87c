package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.regex.Pattern;

/** Why something is asked, in the asker's own words: it stands in the trail as it is. */
public final class Reason {
  /** How many characters, as Unicode counts them, at most. */
  public static final int MOST = 200;

  /** One line, and nothing that turns the direction of what follows, or takes no room at all. */
  private static final Pattern FORM =
      Pattern.compile(
          "[^\\p{Cc}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\u00AD\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E"
              + "\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB\\uFFFE\\uFFFF]{1,"
              + MOST
              + "}");

  private Reason() {}

  /**
   * Reads one.
   *
   * @param given may be null
   * @return without blanks around it; null where there is nothing else
   * @throws ProblemException {@code SP-PARAMETER-INVALID} when it is too long, or of several lines
   */
  public static String read(String given) {
    String text = given == null ? "" : given.strip();
    if (text.isEmpty()) {
      return null;
    }
    if (!FORM.matcher(text).matches()) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          "reason",
          "A reason is one line of at most " + MOST + " characters.");
    }
    return text;
  }
}
