package io.sallyport.sandbox.account;

import io.sallyport.sandbox.policy.PolicyDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An IAM role: whom it trusts, what it may do, and for how long at a time.
 *
 * @param policies inline ones, by name
 * @param attached managed ones, by ARN
 */
public record Role(
    String accountId,
    String path,
    String name,
    String id,
    Instant created,
    PolicyDocument trust,
    int maxSessionSeconds,
    Optional<String> description,
    Map<String, String> tags,
    Map<String, PolicyDocument> policies,
    Map<String, PolicyDocument> attached) {
  /** One hour, AWS's default and least MaxSessionDuration. */
  public static final int DEFAULT_SESSION_SECONDS = 3600;

  /** Twelve hours, the most that MaxSessionDuration may be. */
  public static final int LONGEST_SESSION_SECONDS = 43_200;

  public Role {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    policies = Collections.unmodifiableMap(new TreeMap<>(policies));
    attached = Collections.unmodifiableMap(new TreeMap<>(attached));
  }

  public String arn() {
    return "arn:aws:iam::" + accountId + ":role" + path + name;
  }

  public Role trusting(PolicyDocument newTrust) {
    return with(newTrust, policies, attached);
  }

  public Role holding(Map<String, PolicyDocument> newPolicies) {
    return with(trust, newPolicies, attached);
  }

  public Role attaching(Map<String, PolicyDocument> newAttached) {
    return with(trust, policies, newAttached);
  }

  private Role with(
      PolicyDocument newTrust,
      Map<String, PolicyDocument> newPolicies,
      Map<String, PolicyDocument> newAttached) {
    return new Role(
        accountId,
        path,
        name,
        id,
        created,
        newTrust,
        maxSessionSeconds,
        description,
        tags,
        newPolicies,
        newAttached);
  }

  /** Every policy that it holds. */
  public List<PolicyDocument> allPolicies() {
    return Stream.concat(policies.values().stream(), attached.values().stream()).toList();
  }
}
