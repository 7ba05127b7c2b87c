package io.sallyport.sandbox.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What a signature is checked against: the secret of an access key and, for temporary ones, the
 * token and the end. Its text shows neither secret nor token.
 */
public record SigningKey(String id, String secret, Optional<Temporary> temporary, Caller caller) {

  /** What makes a key temporary. */
  public record Temporary(String token, Instant expires) {
    @Override
    public String toString() {
      return "Temporary[expires=" + expires + "]";
    }
  }

  @Override
  public String toString() {
    return "SigningKey[id=" + id + ", caller=" + caller.arn() + "]";
  }
}
