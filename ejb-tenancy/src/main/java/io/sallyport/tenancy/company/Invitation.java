package io.sallyport.tenancy.company;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Leave to become one of the vendor's people, known by the hash of its code. */
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

  private String role;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected Invitation() {}

  boolean isOpen(Instant now) {
    return usedAt == null && now.isBefore(expiresAt);
  }

  Person person() {
    return new Person(personId, tenantId, displayName, Role.of(role));
  }

  UUID personId() {
    return personId;
  }

  String displayName() {
    return displayName;
  }
}
