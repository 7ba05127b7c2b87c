package io.sallyport.tenancy.passkey;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A person's passkey: its public half. */
@Entity
@Table(name = "passkey")
public class Passkey {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "person_id")
  private UUID personId;

  @Column(name = "credential_id")
  private byte[] credentialId;

  @Column(name = "attested_data")
  private byte[] attestedData;

  @Column(name = "sign_count")
  private long signCount;

  @Column(name = "last_used_at", insertable = false)
  private Instant lastUsedAt;

  private String name;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "copied_at", insertable = false)
  private Instant copiedAt;

  protected Passkey() {}

  /** The first one of somebody who registers or joins. */
  public Passkey(Actor owner, NewPasskey verified) {
    this(owner, verified, "First passkey");
  }

  /** A further one, or one in place of others. */
  public Passkey(Actor owner, NewPasskey verified, String name) {
    this.name = name;
    id = UUID.randomUUID();
    tenantId = owner.tenant();
    personId = owner.person();
    credentialId = verified.credentialId().clone();
    attestedData = verified.attestedData().clone();
    signCount = verified.signCount();
  }

  UUID personId() {
    return personId;
  }

  byte[] attestedData() {
    return attestedData.clone();
  }

  long signCount() {
    return signCount;
  }

  byte[] credentialId() {
    return credentialId.clone();
  }

  public UUID id() {
    return id;
  }

  /** What its owner calls it. */
  public String name() {
    return name;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Null when never. */
  public Instant lastUsedAt() {
    return lastUsedAt;
  }

  /** Whether its counter went back once: since then it does not sign in. */
  public boolean isCopied() {
    return copiedAt != null;
  }
}
