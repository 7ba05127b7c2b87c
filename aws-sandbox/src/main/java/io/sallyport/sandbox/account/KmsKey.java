package io.sallyport.sandbox.account;

import io.sallyport.sandbox.policy.PolicyDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A symmetric KMS key for encryption. Its text does not show the material.
 *
 * @param material 256 bits in base64
 * @param deletion when a key that waits for its deletion is deleted; absent for all others
 */
public record KmsKey(
    KeyArn arn,
    String description,
    PolicyDocument policy,
    boolean enabled,
    Instant created,
    Optional<Instant> deletion,
    String material) {

  /** Where a key is and what it is called. */
  public record KeyArn(String region, String accountId, String id) {
    /** The form of a key's id. */
    public static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final Pattern FORM =
        Pattern.compile("arn:aws:kms:([a-z0-9-]+):([0-9]{12}):key/(" + ID + ")");

    /** Reads an ARN; empty if it does not name a KMS key. */
    public static Optional<KeyArn> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(new KeyArn(matcher.group(1), matcher.group(2), matcher.group(3)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "arn:aws:kms:" + region + ":" + accountId + ":key/" + id;
    }
  }

  public String id() {
    return arn.id();
  }

  public KmsKey turned(boolean on) {
    return new KmsKey(arn, description, policy, on, created, Optional.empty(), material);
  }

  /** This key with a day of deletion, until which it is of no use. */
  public KmsKey endingAt(Instant end) {
    return new KmsKey(arn, description, policy, false, created, Optional.of(end), material);
  }

  public KmsKey guardedBy(PolicyDocument newPolicy) {
    return new KmsKey(arn, description, newPolicy, enabled, created, deletion, material);
  }

  @Override
  public String toString() {
    return "KmsKey[arn=" + arn + "]";
  }
}
