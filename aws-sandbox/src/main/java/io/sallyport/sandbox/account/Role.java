package io.sallyport.sandbox.account;

import io.sallyport.sandbox.policy.PolicyDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An IAM role: whom it trusts, what it may do, and for how long at a time. */
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
    Map<String, PolicyDocument> policies) {
  /** One hour, AWS's default and least MaxSessionDuration. */
  public static final int DEFAULT_SESSION_SECONDS = 3600;

  /** Twelve hours, the most that MaxSessionDuration may be. */
  public static final int LONGEST_SESSION_SECONDS = 43_200;

  public Role {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    policies = Collections.unmodifiableMap(new TreeMap<>(policies));
  }

  public String arn() {
    return "arn:aws:iam::" + accountId + ":role" + path + name;
  }

  public Role trusting(PolicyDocument newTrust) {
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
        policies);
  }

  public Role holding(Map<String, PolicyDocument> newPolicies) {
    return new Role(
        accountId,
        path,
        name,
        id,
        created,
        trust,
        maxSessionSeconds,
        description,
        tags,
        newPolicies);
  }
}
