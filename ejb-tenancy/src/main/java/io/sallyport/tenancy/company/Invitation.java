package io.sallyport.tenancy.company;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Leave to become one of a company's people, known by the hash of its code. */
@Entity
@Table(name = "invitation")
public class Invitation {
  @Id
  @Column(name = "code_hash")
  private byte[] codeHash;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "person_id")
  private UUID personId;

  @Column(name = "display_name")
  private String displayName;

  private String[] roles;

  @Column(name = "invited_by")
  private UUID invitedBy;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "used_at", insertable = false)
  private Instant usedAt;

  @Column(name = "withdrawn_at", insertable = false)
  private Instant withdrawnAt;

  protected Invitation() {}

  /** One to a customer's company. */
  public Invitation(
      Actor by, SingleUseCode code, String displayName, Role role, Instant expiresAt) {
    codeHash = code.hash();
    tenantId = by.tenant();
    personId = UUID.randomUUID();
    this.displayName = displayName;
    roles = Role.array(Set.of(role));
    invitedBy = by.person();
    this.expiresAt = expiresAt;
  }

  boolean isOpen(Instant now) {
    return usedAt == null && withdrawnAt == null && now.isBefore(expiresAt);
  }

  Person person() {
    return new Person(personId, tenantId, displayName, Role.all(roles));
  }

  /** Who accepts it becomes this person. */
  public UUID personId() {
    return personId;
  }

  public String displayName() {
    return displayName;
  }

  public Set<Role> roles() {
    return Role.all(roles);
  }

  /** Null for the vendor's own people, whom IT invites. */
  public UUID invitedBy() {
    return invitedBy;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant expiresAt() {
    return expiresAt;
  }
}
