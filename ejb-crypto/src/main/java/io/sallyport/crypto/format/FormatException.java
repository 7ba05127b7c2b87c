package io.sallyport.crypto.format;

/**
 * An envelope, manifest, share or other document is not what its format allows. The message names
 * the rule for the sender's developer; it never shows the document.
 */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public FormatException(String rule) {
    super(rule);
  }
}
