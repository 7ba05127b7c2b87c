package io.sallyport.tenancy.company;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Somebody who signs in for a tenant. */
@Entity
@Table(name = "person")
public class Person {
  @Id private UUID id;

  @Column(name = "tenant_id", updatable = false)
  private UUID tenantId;

  @Column(name = "display_name")
  private String displayName;

  private String[] roles;

  @Column(name = "removed_at", insertable = false)
  private Instant removedAt;

  protected Person() {}

  Person(UUID id, UUID tenantId, String displayName, Set<Role> roles) {
    this.id = id;
    this.tenantId = tenantId;
    this.displayName = displayName;
    this.roles = Role.array(roles);
  }

  void rename(String name) {
    displayName = name;
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

  public Set<Role> roles() {
    return Role.all(roles);
  }

  /** Null for somebody who may sign in. */
  public Instant removedAt() {
    return removedAt;
  }

  /**
   * Gives them that role alone.
   *
   * @return whether they are no administrator then
   */
  public boolean become(Role role) {
    roles = Role.array(Set.of(role));
    return role != Role.ADMIN;
  }

  /**
   * Removes them.
   *
   * @return true: they are no administrator then
   */
  public boolean remove(Instant now) {
    removedAt = now;
    return true;
  }

  /** This person at {@code company}, as a session knows them. */
  public SignedIn at(Tenant company) {
    return new SignedIn(tenantId, id, displayName, company.name(), roles());
  }
}
