package io.sallyport.contract.vault;

import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.RegionName;
import io.sallyport.contract.identity.RoleArn;
import java.util.List;
import java.util.Objects;

/**
 * What the customer sealed. Exists only on decrypt nodes, only while a request is served, and never
 * shows itself in a log.
 *
 * @param account the account the customer typed
 * @param role the role to assume
 * @param regions where requests may go, 1 to 40
 * @param note the customer's own note, at most 2,000 characters, never null
 */
public record AccountInformation(
    AwsAccountId account, RoleArn role, List<RegionName> regions, String note) {
  private static final int MAX_REGIONS = 40;
  private static final int MAX_NOTE = 2_000;

  public AccountInformation {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(note, "note");
    regions = List.copyOf(regions);
    if (regions.isEmpty() || regions.size() > MAX_REGIONS) {
      throw new IllegalArgumentException("1 to " + MAX_REGIONS + " regions");
    }
    if (note.length() > MAX_NOTE) {
      throw new IllegalArgumentException("a note has at most " + MAX_NOTE + " characters");
    }
  }

  /** Says nothing about its content. */
  @Override
  public String toString() {
    return "AccountInformation[…]";
  }
}
