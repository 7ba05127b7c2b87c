package io.sallyport.crypto.envelope.v1;

/**
 * An envelope's outside is not what this format allows. The message names the rule for the sender's
 * developer; it never shows the envelope.
 */
public final class EnvelopeFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public EnvelopeFormatException(String rule) {
    super(rule);
  }
}
