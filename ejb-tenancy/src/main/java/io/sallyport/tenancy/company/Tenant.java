package io.sallyport.tenancy.company;

import io.sallyport.contract.identity.ExternalId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A company. Its External ID is made by the database; no code can name one. */
@Entity
@Table(name = "tenant")
public class Tenant {
  @Id private UUID id;
  private String name;

  @Column(name = "external_id", insertable = false, updatable = false)
  private UUID externalId;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  protected Tenant() {}

  Tenant(UUID id, String name) {
    this.id = id;
    this.name = name;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  public ExternalId externalId() {
    return new ExternalId(externalId);
  }

  public Instant createdAt() {
    return createdAt;
  }
}
