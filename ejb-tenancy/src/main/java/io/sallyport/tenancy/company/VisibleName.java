package io.sallyport.tenancy.company;

import java.text.Normalizer;
import java.util.Optional;

/** A name that people choose: composed (NFC), trimmed, of visible characters only. */
public final class VisibleName {
  private VisibleName() {}

  /**
   * The name as it is stored; empty when it has no or more than {@code most} characters, or an
   * invisible one.
   *
   * @param text may be anything, null included
   */
  public static Optional<String> of(String text, int most) {
    String name = text == null ? "" : Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    boolean fits = !name.isEmpty() && name.codePointCount(0, name.length()) <= most;
    return fits && name.codePoints().allMatch(VisibleName::isVisible)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
