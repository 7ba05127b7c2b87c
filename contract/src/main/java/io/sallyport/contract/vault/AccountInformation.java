package io.sallyport.contract.vault;

import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.RegionName;
import java.util.List;
import java.util.Objects;

/**
 * What the customer sealed. Exists only on decrypt nodes, only while a request is served or in the
 * few minutes after, and never shows itself in a log.
 */
public sealed interface AccountInformation permits CrossAccountRole, OnPremiseAccess {
  /** The account the customer typed. */
  AwsAccountId account();

  /** Where requests may go, 1 to 40. */
  List<RegionName> regions();

  /** The customer's own note, at most 2,000 characters, never null. */
  String note();

  /**
   * What all kinds have in common, checked.
   *
   * @return the regions, as a list that does not change
   * @throws IllegalArgumentException for too many of anything
   */
  static List<RegionName> checked(AwsAccountId account, List<RegionName> regions, String note) {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(note, "note");
    if (regions.isEmpty() || regions.size() > 40) {
      throw new IllegalArgumentException("1 to 40 regions");
    }
    if (note.length() > 2_000) {
      throw new IllegalArgumentException("a note has at most 2000 characters");
    }
    return List.copyOf(regions);
  }
}
