package io.sallyport.contract.vault;

import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.RegionName;
import io.sallyport.contract.identity.RoleArn;
import java.util.List;
import java.util.Objects;

/**
 * A role of the customer's, which the vendor's principal assumes.
 *
 * @param account the account the customer typed
 * @param role the role to assume
 * @param regions where requests may go, 1 to 40
 * @param note the customer's own note, at most 2,000 characters, never null
 */
public record CrossAccountRole(
    AwsAccountId account, RoleArn role, List<RegionName> regions, String note)
    implements AccountInformation {
  public CrossAccountRole {
    Objects.requireNonNull(role, "role");
    regions = AccountInformation.checked(account, regions, note);
  }

  /** Says nothing about its content. */
  @Override
  public String toString() {
    return "CrossAccountRole[…]";
  }
}
