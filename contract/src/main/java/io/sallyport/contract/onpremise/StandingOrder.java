package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.TenantId;
import java.util.Objects;
import java.util.UUID;

/**
 * What a company's node asks about its own standing: whether it is good, or to be revoked.
 *
 * @param tenant whose it is
 * @param node its id
 * @param wish the node's id, signed for that with the key of its certificate: compact JWS
 * @param requestId names it in the trail
 */
public record StandingOrder(UUID tenant, UUID node, String wish, UUID requestId) {
  public StandingOrder {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(wish, "wish");
    Objects.requireNonNull(requestId, "requestId");
  }

  /** Whose it is. */
  public TenantId tenantId() {
    return new TenantId(tenant);
  }
}
