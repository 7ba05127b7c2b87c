package io.sallyport.sandbox.account;

import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.policy.PolicyDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** An IAM user and what it may do. */
public record User(
    String accountId,
    String path,
    String name,
    String id,
    Instant created,
    Map<String, String> tags,
    Map<String, PolicyDocument> policies) {
  public User {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    policies = Collections.unmodifiableMap(new TreeMap<>(policies));
  }

  public String arn() {
    return "arn:aws:iam::" + accountId + ":user" + path + name;
  }

  public User holding(Map<String, PolicyDocument> newPolicies) {
    return new User(accountId, path, name, id, created, tags, newPolicies);
  }

  /** This user as the one who calls. */
  public IamUser calling(boolean withTemporaryKey) {
    return new IamUser(accountId, name, id, arn(), withTemporaryKey);
  }
}
