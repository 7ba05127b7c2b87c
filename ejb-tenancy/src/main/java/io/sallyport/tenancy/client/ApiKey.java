package io.sallyport.tenancy.client;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** A public key of a program. A removed one stays, so that it is never taken again. */
@Entity
@Table(name = "api_key")
@IdClass(ApiKey.Identity.class)
public class ApiKey {
  /**
   * What a key is known by.
   *
   * @param clientId whose it is
   * @param kid its RFC 7638 thumbprint
   */
  public record Identity(UUID clientId, String kid) implements Serializable {}

  @Id
  @Column(name = "client_id")
  private UUID clientId;

  @Id private String kid;

  @Column(name = "tenant_id")
  private UUID tenantId;

  private String jwk;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "removed_at", insertable = false)
  private Instant removedAt;

  protected ApiKey() {}

  ApiKey(UUID tenantId, UUID clientId, NewApiKey key) {
    this.tenantId = tenantId;
    this.clientId = clientId;
    kid = key.kid();
    jwk = key.jwk();
  }

  public UUID clientId() {
    return clientId;
  }

  /** Its RFC 7638 thumbprint. */
  public String kid() {
    return kid;
  }

  /** The public JWK. */
  public String jwk() {
    return jwk;
  }

  public Instant createdAt() {
    return createdAt;
  }

  boolean isRemoved() {
    return removedAt != null;
  }
}
