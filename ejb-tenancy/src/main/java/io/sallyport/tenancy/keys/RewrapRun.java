package io.sallyport.tenancy.keys;

import io.sallyport.contract.vault.Rewrap;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** An ordered rewrap and how far it is. */
@Entity
@Table(name = "rewrap_run")
public class RewrapRun {
  /** How it stands. */
  public enum State {
    ORDERED,
    RUNNING,
    PAUSED,
    ENDED,
    CANCELLED
  }

  @Id private UUID id;

  @Column(name = "from_kid")
  private String fromKid;

  private String mode;

  @Column(insertable = false)
  private String state;

  @Column(name = "per_second")
  private int perSecond;

  @Column(name = "approval_id", updatable = false)
  private UUID approvalId;

  @Column(name = "ordered_at", insertable = false, updatable = false)
  private Instant orderedAt;

  @Column(name = "started_at", insertable = false)
  private Instant startedAt;

  @Column(name = "ended_at", insertable = false)
  private Instant endedAt;

  @Column(insertable = false)
  private long total;

  @Column(insertable = false)
  private long moved;

  @Column(insertable = false)
  private long passed;

  @Column(insertable = false)
  private long failed;

  @Column(insertable = false)
  private UUID cursor;

  @Column(insertable = false)
  private String node;

  @Column(insertable = false)
  private Instant heartbeat;

  protected RewrapRun() {}

  RewrapRun(UUID id, String fromKid, Rewrap.Mode mode, int perSecond, UUID approvalId) {
    this.id = id;
    this.fromKid = fromKid;
    this.mode = mode.name().toLowerCase(Locale.ROOT);
    this.perSecond = perSecond;
    this.approvalId = approvalId;
  }

  Rewrap rewrap() {
    return new Rewrap(id, fromKid, mode(), perSecond);
  }

  Rewrap.Progress progress() {
    return new Rewrap.Progress(total, moved, passed, failed);
  }

  UUID cursor() {
    return cursor;
  }

  public UUID getId() {
    return id;
  }

  public String getFromKid() {
    return fromKid;
  }

  /** How records move. */
  public Rewrap.Mode mode() {
    return Rewrap.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
  }

  public String getMode() {
    return mode;
  }

  /** How it stands. */
  public State state() {
    return State.valueOf(state.toUpperCase(Locale.ROOT));
  }

  public String getState() {
    return state;
  }

  public int getPerSecond() {
    return perSecond;
  }

  /** What two people decided about it. */
  public UUID approvalId() {
    return approvalId;
  }

  public Instant getOrderedAt() {
    return orderedAt;
  }

  public Instant getStartedAt() {
    return startedAt;
  }

  public Instant getEndedAt() {
    return endedAt;
  }

  public long getTotal() {
    return total;
  }

  public long getMoved() {
    return moved;
  }

  public long getPassed() {
    return passed;
  }

  public long getFailed() {
    return failed;
  }

  public String getNode() {
    return node;
  }

  /** Share of the records that were looked at, in percent. */
  public int getPercent() {
    return total == 0 ? 100 : (int) Math.min(100, (moved + passed + failed) * 100 / total);
  }
}
