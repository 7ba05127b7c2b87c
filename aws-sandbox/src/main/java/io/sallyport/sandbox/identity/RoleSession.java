package io.sallyport.sandbox.identity;

import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PrincipalChain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A role assumed under a session name.
 *
 * @param roleId the unique id of the role, so that a role of the same name made later is another
 * @param sessionPolicy what narrows the role's own policies for this session
 */
public record RoleSession(
    String accountId,
    String roleName,
    String roleId,
    String principalArn,
    String sessionName,
    Optional<String> sourceIdentity,
    Optional<PolicyDocument> sessionPolicy,
    Map<String, String> tags,
    Instant issued)
    implements Caller {
  public RoleSession {
    tags = Map.copyOf(tags);
  }

  @Override
  public String arn() {
    return "arn:aws:sts::" + accountId + ":assumed-role/" + roleName + "/" + sessionName;
  }

  @Override
  public String userId() {
    return roleId + ":" + sessionName;
  }

  @Override
  public PrincipalChain chain() {
    return new PrincipalChain(accountId, List.of(principalArn, arn()));
  }
}
