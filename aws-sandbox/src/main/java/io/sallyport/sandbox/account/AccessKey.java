package io.sallyport.sandbox.account;

import java.time.Instant;

/** A user's long-term key. Its text does not show the secret. */
public record AccessKey(
    String id, String secret, String userName, boolean active, Instant created) {
  @Override
  public String toString() {
    return "AccessKey[id=" + id + ", userName=" + userName + "]";
  }
}
