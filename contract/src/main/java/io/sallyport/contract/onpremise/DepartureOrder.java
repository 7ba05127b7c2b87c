package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.TenantId;
import java.util.Objects;
import java.util.UUID;

/**
 * That a company's node asks to be revoked.
 *
 * @param tenant whose it is
 * @param node its id
 * @param departure the node's id, signed with the key of its certificate: compact JWS
 * @param requestId names it in the trail
 */
public record DepartureOrder(UUID tenant, UUID node, String departure, UUID requestId) {
  public DepartureOrder {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(departure, "departure");
    Objects.requireNonNull(requestId, "requestId");
  }

  /** Whose it is. */
  public TenantId tenantId() {
    return new TenantId(tenant);
  }
}
