package io.sallyport.web.sso;

import io.sallyport.contract.identity.TenantId;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who was sent to an identity provider and is awaited back, once.
 *
 * @param tenant whose provider it is
 * @param purpose what for
 * @param issuer the provider, as the settings named it then
 * @param clientId what it calls us, as they named it then
 * @param state what the answer must repeat
 * @param nonce what the ID token must repeat
 * @param verifier whose hash the provider was given (PKCE)
 * @param begun when
 */
record PendingSso(
    UUID tenant,
    SsoPurpose purpose,
    String issuer,
    String clientId,
    String state,
    String nonce,
    String verifier,
    Instant begun)
    implements Serializable {
  TenantId tenantId() {
    return new TenantId(tenant);
  }

  /** Never what it waits for. */
  @Override
  public String toString() {
    return "PendingSso[" + purpose + " for " + tenant + "]";
  }
}
