package io.sallyport.tenancy.client;

import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a token is checked against, before anybody is known to have sent it. */
@Stateless
@PermitAll
public class ApiTokens {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** The tenant of a program: all that may be known before a token has proved itself. */
  public Optional<TenantId> tenantOf(UUID client) {
    UUID tenant =
        (UUID)
            entities
                .createNativeQuery("select tenant_of_api_client(:client)", UUID.class)
                .setParameter("client", client)
                .getSingleResult();
    return Optional.ofNullable(tenant).map(TenantId::new);
  }

  /** The program with its present keys; empty when it was removed. */
  @TenantBound
  public Optional<ApiClients.Registered> find(TenantId tenant, UUID client) {
    List<ApiKey> keys =
        entities
            .createQuery(
                "select k from ApiKey k where k.clientId = :client and k.removedAt is null",
                ApiKey.class)
            .setParameter("client", client)
            .getResultList();
    return Optional.ofNullable(entities.find(ApiClient.class, client))
        .filter(found -> !found.isRemoved())
        .map(found -> new ApiClients.Registered(found, keys));
  }

  /**
   * Uses up a verified token.
   *
   * @param jtiHash SHA-256 of its id
   * @param until when it will be refused for its age
   * @return whether it had not been used before: of any number of uses at the same moment, one
   */
  @TenantBound
  public boolean use(TenantId tenant, UUID client, byte[] jtiHash, Instant until) {
    // The primary key decides.
    return entities
            .createNativeQuery(
                "insert into api_token_used (client_id, tenant_id, jti_hash, expires_at)"
                    + " values (:client, :tenant, :jti, :until) on conflict do nothing")
            .setParameter("client", client)
            .setParameter("tenant", tenant.value())
            .setParameter("jti", jtiHash)
            .setParameter("until", until)
            .executeUpdate()
        == 1;
  }

  /** Notes that a program was here, and forgets those of its tokens that are past their age. */
  @TenantBound
  public void note(TenantId tenant, UUID client) {
    Instant now = Instant.now();
    entities
        .createNativeQuery(
            "delete from api_token_used where client_id = :client and expires_at < :now")
        .setParameter("client", client)
        .setParameter("now", now)
        .executeUpdate();
    entities
        .createQuery(
            "update ApiClient c set c.lastUsedAt = :now where c.id = :client and c.removedAt is"
                + " null and (c.lastUsedAt is null or c.lastUsedAt < :now)")
        .setParameter("now", now)
        .setParameter("client", client)
        .executeUpdate();
  }
}
