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

  protected Passkey() {}

  public Passkey(Actor owner, NewPasskey verified) {
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

  UUID id() {
    return id;
  }
}
