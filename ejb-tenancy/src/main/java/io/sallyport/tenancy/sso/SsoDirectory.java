package io.sallyport.tenancy.sso;

import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which company's provider it is, for somebody who has not signed in yet. */
@Stateless
@PermitAll
public class SsoDirectory {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** The company whose verified domain it is. */
  public Optional<TenantId> tenantOf(Domain domain) {
    UUID tenant =
        (UUID)
            entities
                .createNativeQuery("select tenant_of_sso_domain(:domain)", UUID.class)
                .setParameter("domain", domain.name())
                .getSingleResult();
    return Optional.ofNullable(tenant).map(TenantId::new);
  }

  /** The companies that named this issuer and client ID; anybody can name any. */
  public List<TenantId> tenantsOf(String issuer, String clientId) {
    List<?> tenants =
        entities
            .createNativeQuery(
                "select t from tenants_of_sso_client(:issuer, :client) as t", UUID.class)
            .setParameter("issuer", issuer)
            .setParameter("client", clientId)
            .getResultList();
    return tenants.stream().map(tenant -> new TenantId((UUID) tenant)).toList();
  }

  /** A company's provider. */
  @TenantBound
  public Optional<SsoProvider> provider(TenantId tenant) {
    return Optional.ofNullable(entities.find(SsoProvider.class, tenant.value()));
  }
}
