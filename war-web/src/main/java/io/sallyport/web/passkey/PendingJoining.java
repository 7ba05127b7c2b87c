package io.sallyport.web.passkey;

import java.io.Serializable;
import java.util.UUID;

/**
 * An invitation that waits for its passkey.
 *
 * @param challenge what the authenticator must sign
 * @param codeHash of the invitation's code, which is used up only with the passkey
 * @param person who was invited
 * @param displayName their name
 */
record PendingJoining(byte[] challenge, byte[] codeHash, UUID person, String displayName)
    implements Serializable {
  /** Never the code. */
  @Override
  public String toString() {
    return "PendingJoining[" + person + "]";
  }
}
