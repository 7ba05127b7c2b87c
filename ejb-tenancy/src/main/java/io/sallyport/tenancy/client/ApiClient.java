package io.sallyport.tenancy.client;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A customer's program that may call the API. A removed one stays, for the trail's sake. */
@Entity
@Table(name = "api_client")
public class ApiClient {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  private String name;
  private String[] scopes;

  @Column(name = "jwks_url")
  private String jwksUrl;

  @Column(name = "created_by")
  private UUID createdBy;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "last_used_at", insertable = false)
  private Instant lastUsedAt;

  @Column(name = "removed_at", insertable = false)
  private Instant removedAt;

  protected ApiClient() {}

  ApiClient(Actor creator, String name, Collection<ApiScope> scopes, String jwksUrl) {
    id = UUID.randomUUID();
    tenantId = creator.tenant();
    createdBy = creator.person();
    this.name = name;
    this.scopes = scopes.stream().sorted().map(ApiScope::code).toArray(String[]::new);
    this.jwksUrl = jwksUrl;
  }

  /** What its tokens name as {@code iss} and {@code sub}. */
  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** What it may do. */
  public Set<ApiScope> scopes() {
    Set<ApiScope> allowed = EnumSet.noneOf(ApiScope.class);
    Arrays.stream(scopes).map(ApiScope::of).flatMap(Optional::stream).forEach(allowed::add);
    return allowed;
  }

  /** Where its keys are published; empty when they were pasted. */
  public Optional<String> jwksUrl() {
    return Optional.ofNullable(jwksUrl);
  }

  /** Who let it in. */
  public UUID createdBy() {
    return createdBy;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Null when never; otherwise right to the minute. */
  public Instant lastUsedAt() {
    return lastUsedAt;
  }

  boolean isRemoved() {
    return removedAt != null;
  }
}
