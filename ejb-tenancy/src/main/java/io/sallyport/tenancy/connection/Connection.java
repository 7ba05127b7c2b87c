package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.Capability;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A tenant's connection to an AWS account. Which account, only the envelope says. */
@Entity
@Table(name = "connection")
public class Connection {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  private String alias;
  private int version;
  private String[] capabilities;
  private String way;

  @Enumerated(EnumType.STRING)
  @Column(insertable = false)
  private ConnectionState state;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "tested_at", insertable = false)
  private Instant testedAt;

  @Column(name = "sound_at", insertable = false)
  private Instant soundAt;

  @Column(name = "next_test_at", insertable = false)
  private Instant nextTestAt;

  protected Connection() {}

  Connection(
      UUID id, UUID tenantId, String alias, Set<Capability> capabilities, ConnectionWay way) {
    this.way = way.code();
    this.id = id;
    this.tenantId = tenantId;
    this.alias = alias;
    this.version = 1;
    this.capabilities = Capability.codes(capabilities).toArray(String[]::new);
  }

  public ConnectionId id() {
    return new ConnectionId(id);
  }

  public String alias() {
    return alias;
  }

  /** The version of the sealed details. */
  public int version() {
    return version;
  }

  /** What it was made for. */
  public Set<Capability> capabilities() {
    return Capability.known(List.of(capabilities));
  }

  /** How it enters its account. */
  public ConnectionWay way() {
    return ConnectionWay.of(way);
  }

  public ConnectionState state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** When a test last found it sound. */
  public Optional<Instant> soundAt() {
    return Optional.ofNullable(soundAt);
  }

  /** When a node tests it by itself; empty before somebody has tested what is sealed now. */
  public Optional<Instant> nextTestAt() {
    return Optional.ofNullable(nextTestAt);
  }

  public Optional<Instant> testedAt() {
    return Optional.ofNullable(testedAt);
  }
}
