package io.sallyport.sandbox.control;

import io.sallyport.sandbox.snapshot.SnapshotReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Tells whether a secret is the one that was hashed, in a time that does not depend on either. */
public record SecretHash(String sha256) {
  public static SecretHash of(String secret) {
    return new SecretHash(SnapshotReader.sha256(secret));
  }

  public boolean fits(String secret) {
    return MessageDigest.isEqual(
        sha256.getBytes(StandardCharsets.US_ASCII),
        SnapshotReader.sha256(secret).getBytes(StandardCharsets.US_ASCII));
  }
}
