package io.sallyport.tenancy.approval;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Something that one person asked for and another decides on, once. */
@Entity
@Table(name = "approval")
public class Approval {
  /** What is asked for. */
  public enum Kind {
    MANIFEST,
    REWRAP,
    TENANT_RECOVERY,
    TENANT_DELETION;

    /** Stable name. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How it stands. */
  public enum State {
    /** Nobody has decided yet. */
    OPEN,
    /** Nobody decided in time, or did in time what was approved. */
    EXPIRED,
    APPROVED,
    DECLINED,
    WITHDRAWN,
    /** Approved, and done. */
    DONE
  }

  @Id private UUID id;

  @Column(name = "tenant_id", updatable = false)
  private UUID tenantId;

  @Column(updatable = false)
  private String kind;

  @Column(updatable = false)
  private String subject;

  @Column(name = "requested_by", updatable = false)
  private UUID requestedBy;

  @Column(name = "requested_at", insertable = false, updatable = false)
  private Instant requestedAt;

  @Column(name = "expires_at", updatable = false)
  private Instant expiresAt;

  @Column(insertable = false, updatable = false)
  private String decision;

  @Column(name = "decided_by", insertable = false, updatable = false)
  private UUID decidedBy;

  @Column(name = "decided_at", insertable = false, updatable = false)
  private Instant decidedAt;

  @Column(name = "effective_at", insertable = false, updatable = false)
  private Instant effectiveAt;

  @Column(name = "done_at", insertable = false, updatable = false)
  private Instant doneAt;

  protected Approval() {}

  Approval(Actor by, UUID tenant, Kind kind, String subject, Instant expiresAt) {
    id = UUID.randomUUID();
    tenantId = tenant;
    this.kind = kind.code();
    this.subject = subject;
    requestedBy = by.person();
    this.expiresAt = expiresAt;
  }

  public UUID id() {
    return id;
  }

  /** Whose business it is. */
  public UUID tenantId() {
    return tenantId;
  }

  boolean is(Kind wanted) {
    return kind.equals(wanted.code());
  }

  /** What it is about: an id or a version. */
  public String subject() {
    return subject;
  }

  public UUID requestedBy() {
    return requestedBy;
  }

  public Instant requestedAt() {
    return requestedAt;
  }

  /** Until when it may be decided. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Null while nobody has, and where time decided instead of a second person. */
  public UUID decidedBy() {
    return decidedBy;
  }

  /** Null while nobody has. */
  public Instant decidedAt() {
    return decidedAt;
  }

  /** From when on it may be done; null unless approved. */
  public Instant effectiveAt() {
    return effectiveAt;
  }

  /** Null unless done. */
  public Instant doneAt() {
    return doneAt;
  }

  /** How it stands now. */
  public State state() {
    if (decision == null) {
      return Instant.now().isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
    }
    if (doneAt != null) {
      return State.DONE;
    }
    State decided = State.valueOf(decision.toUpperCase(Locale.ROOT));
    return decided == State.APPROVED && Instant.now().isAfter(effectiveAt.plus(Approvals.LASTS))
        ? State.EXPIRED
        : decided;
  }
}
