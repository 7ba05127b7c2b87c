package io.sallyport.tenancy.sso;

import io.sallyport.tenancy.company.Role;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A company's identity provider, as its administrator described it. */
@Entity
@Table(name = "sso_provider")
public class SsoProvider {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  private String issuer;

  @Column(name = "client_id")
  private String clientId;

  private String domain;

  // Made by the database, anew for each domain.
  @Column(name = "domain_token", insertable = false, updatable = false)
  private String domainToken;

  @Column(name = "domain_verified_at", insertable = false)
  private Instant domainVerifiedAt;

  @Column(name = "roles_claim")
  private String rolesClaim;

  @Column(name = "default_role")
  private String defaultRole;

  @Column(insertable = false)
  private boolean forced;

  @Column(name = "tested_at", insertable = false)
  private Instant testedAt;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "sso_role", joinColumns = @JoinColumn(name = "tenant_id"))
  @MapKeyColumn(name = "claim_value")
  @Column(name = "role")
  private Map<String, String> roles = new HashMap<>();

  protected SsoProvider() {}

  SsoProvider(UUID tenantId, SsoSettings settings) {
    this.tenantId = tenantId;
    describe(settings);
  }

  /** Takes other settings; the database takes back what they make untrue. */
  final void describe(SsoSettings settings) {
    issuer = settings.issuer().toString();
    clientId = settings.clientId();
    domain = settings.domain().map(Domain::name).orElse(null);
    rolesClaim = settings.rolesClaim();
    defaultRole = settings.mapping().otherwise().map(Role::roleName).orElse(null);
    roles.keySet().retainAll(settings.mapping().values().keySet());
    settings.mapping().values().forEach((value, role) -> roles.put(value, role.roleName()));
  }

  void verified(Instant at) {
    domainVerifiedAt = at;
  }

  void tested(Instant at) {
    testedAt = at;
  }

  void force(boolean force) {
    forced = force;
  }

  public URI issuer() {
    return URI.create(issuer);
  }

  public String clientId() {
    return clientId;
  }

  public Optional<Domain> domain() {
    return Optional.ofNullable(domain).map(Domain::new);
  }

  /** The TXT record that shows whose the domain is. */
  public String domainRecord() {
    return "sallyport-verification=" + domainToken;
  }

  public Optional<Instant> domainVerifiedAt() {
    return Optional.ofNullable(domainVerifiedAt);
  }

  public String rolesClaim() {
    return rolesClaim;
  }

  /** Whether people sign in by the provider only. */
  public boolean isForced() {
    return forced;
  }

  /** When a test with the present issuer and client ID last passed. */
  public Optional<Instant> testedAt() {
    return Optional.ofNullable(testedAt);
  }

  public RoleMapping mapping() {
    Map<String, Role> values = new HashMap<>();
    roles.forEach((value, role) -> values.put(value, Role.of(role)));
    return new RoleMapping(values, Optional.ofNullable(defaultRole).map(Role::of));
  }
}
