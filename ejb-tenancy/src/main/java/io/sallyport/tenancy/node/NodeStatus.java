package io.sallyport.tenancy.node;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A node, as it described itself last. */
@Entity
@Table(name = "node_status")
public class NodeStatus {
  @Id private String name;

  private String kind;
  private String release;
  private String java;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "seen_at")
  private Instant seenAt;

  private String certificates;

  protected NodeStatus() {}

  public String name() {
    return name;
  }

  /** {@code web} or {@code decrypt}. */
  public String kind() {
    return kind;
  }

  public String release() {
    return release;
  }

  public String java() {
    return java;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Instant seenAt() {
    return seenAt;
  }

  /** JSON: an array of objects with {@code what}, {@code subject} and {@code expires}. */
  public String certificates() {
    return certificates;
  }
}
