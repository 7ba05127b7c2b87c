package io.sallyport.sandbox.policy;

/** A policy document was refused; the message names the element that is wrong. */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedPolicyException(String message) {
    super(message);
  }
}
