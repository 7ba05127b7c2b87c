package io.sallyport.tenancy.recovery;

import io.sallyport.tenancy.company.SingleUseCode;
import io.sallyport.tenancy.passkey.NewPasskey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A new passkey that waits until somebody vouches for its owner. */
@Entity
@Table(name = "recovery")
public class Recovery {
  @Id
  @Column(name = "code_hash")
  private byte[] codeHash;

  @Column(name = "credential_id", updatable = false)
  private byte[] credentialId;

  @Column(name = "attested_data", updatable = false)
  private byte[] attestedData;

  @Column(name = "sign_count", updatable = false)
  private long signCount;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "tenant_id", insertable = false)
  private UUID tenantId;

  @Column(name = "person_id", insertable = false)
  private UUID personId;

  @Column(name = "approval_id", insertable = false)
  private UUID approvalId;

  @Column(name = "used_at", insertable = false)
  private Instant usedAt;

  protected Recovery() {}

  Recovery(SingleUseCode code, NewPasskey passkey, Instant expiresAt) {
    codeHash = code.hash();
    credentialId = passkey.credentialId().clone();
    attestedData = passkey.attestedData().clone();
    signCount = passkey.signCount();
    this.expiresAt = expiresAt;
  }

  boolean isOpen(Instant now) {
    return usedAt == null && now.isBefore(expiresAt);
  }

  /** Says whose it is; once. */
  void belongsTo(UUID tenant, UUID person) {
    tenantId = tenant;
    personId = person;
  }

  /** Waits for a second person's approval, and for what comes after it. */
  void awaits(UUID approval, Instant until) {
    approvalId = approval;
    expiresAt = until;
  }

  void use(Instant now) {
    usedAt = now;
  }

  NewPasskey passkey() {
    return new NewPasskey(credentialId.clone(), attestedData.clone(), signCount);
  }

  UUID tenantId() {
    return tenantId;
  }

  UUID personId() {
    return personId;
  }

  UUID approvalId() {
    return approvalId;
  }
}
