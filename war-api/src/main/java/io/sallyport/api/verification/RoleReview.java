package io.sallyport.api.verification;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.vault.CrossAccountRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Reads a role's policies, which it lets us read of itself, and says in what they differ from what
 * was agreed. What they say besides is dropped.
 */
@ApplicationScoped
public class RoleReview {
  private static final String IAM = "iam";
  private static final int MOST_PAGES = 20;

  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private SdkOperations operations;

  /** More policies than a role can have. */
  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Calls of one review. */
  private record Reader(
      SdkOperations operations,
      AllowList allowList,
      String role,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    Map<String, Object> ask(String operation, Map<String, Object> more) {
      Map<String, Object> parameters = new HashMap<>(more);
      parameters.put("RoleName", role);
      return operations
          .prepare(allowList.find(IAM, operation), parameters)
          .in(region, credentials, connection)
          .result();
    }

    List<Object> all(String operation, String member) {
      List<Object> all = new ArrayList<>();
      Map<String, Object> more = Map.of();
      for (int page = 0; page < MOST_PAGES; page++) {
        Map<String, Object> answer = ask(operation, more);
        all.addAll((List<?>) answer.getOrDefault(member, List.of()));
        if (!Boolean.TRUE.equals(answer.get("IsTruncated"))) {
          return all;
        }
        more = Map.of("Marker", answer.get("Marker"));
      }
      throw new TooMany();
    }

    String trust() {
      Map<?, ?> found = (Map<?, ?>) ask("GetRole", Map.of()).get("Role");
      return decoded(found.get("AssumeRolePolicyDocument"));
    }

    Map<String, String> policies() {
      Map<String, String> policies = new HashMap<>();
      for (Object name : all("ListRolePolicies", "PolicyNames")) {
        policies.put(
            (String) name,
            decoded(ask("GetRolePolicy", Map.of("PolicyName", name)).get("PolicyDocument")));
      }
      return policies;
    }

    List<String> attached() {
      return all("ListAttachedRolePolicies", "AttachedPolicies").stream()
          .map(each -> (String) ((Map<?, ?>) each).get("PolicyArn"))
          .toList();
    }

    private static String decoded(Object document) {
      return URLDecoder.decode((String) document, StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads and compares; a role that does not let itself be read is told so. What is attached is
   * managed elsewhere, and told as such, whatever it allows.
   */
  CheckResult review(
      VerificationOrder order,
      CrossAccountRole account,
      ExternalId externalId,
      Set<Capability> capabilities,
      Region region,
      AwsCredentialsProvider credentials) {
    Reader reader =
        new Reader(
            operations,
            allowList,
            account.role().name(),
            region,
            credentials,
            new ConnectionId(order.connection()));
    AgreedRole agreed =
        new AgreedRole(account.role(), externalId, allowList.permissions(capabilities));
    try {
      List<String> differences = differences(agreed, reader);
      return differences.isEmpty()
          ? CheckResult.of(Check.ROLE_AS_AGREED, CheckOutcome.AS_AGREED, /* aws= */ null)
          : new CheckResult(
              Check.ROLE_AS_AGREED,
              AgreedRole.told(differences),
              CheckOutcome.NOT_AS_AGREED,
              /* aws= */ null);
    } catch (SdkException e) {
      return CheckResult.of(
          Check.ROLE_AS_AGREED,
          AwsProblems.isDenied(e)
              ? CheckOutcome.ROLE_UNREADABLE
              : SdkOperations.transientOutcome(e),
          AwsProblems.error(e));
    }
  }

  private static List<String> differences(AgreedRole agreed, Reader reader) {
    List<String> differences = new ArrayList<>(agreed.inTrust(reader.trust()));
    try {
      reader.attached().forEach(each -> differences.add("has the policy " + each + " attached"));
      differences.addAll(agreed.inPolicies(reader.policies()));
    } catch (TooMany e) {
      differences.add("has more policies than can be compared");
    }
    return differences;
  }
}
