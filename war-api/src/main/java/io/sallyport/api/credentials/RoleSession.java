package io.sallyport.api.credentials;

import java.time.Instant;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A session in a customer's account, under temporary credentials. Never shows itself in a log.
 *
 * @param name as CloudTrail has it
 * @param credentials what AWS gave
 * @param entered when, by this node's clock
 */
public record RoleSession(String name, AwsCredentialsProvider credentials, Instant entered) {
  public RoleSession {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(entered, "entered");
  }

  /** The name only. */
  @Override
  public String toString() {
    return "RoleSession[" + name + "]";
  }
}
