package io.sallyport.tenancy.company;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** Somebody who signs in for a tenant. */
@Entity
@Table(name = "person")
public class Person {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "display_name")
  private String displayName;

  private String role;

  protected Person() {}

  Person(UUID id, UUID tenantId, String displayName, Role role) {
    this.id = id;
    this.tenantId = tenantId;
    this.displayName = displayName;
    this.role = role.roleName();
  }

  void become(String name, Role newRole) {
    displayName = name;
    role = newRole.roleName();
  }

  public UUID id() {
    return id;
  }

  public UUID tenantId() {
    return tenantId;
  }

  public String displayName() {
    return displayName;
  }

  public Role role() {
    return Role.of(role);
  }
}
