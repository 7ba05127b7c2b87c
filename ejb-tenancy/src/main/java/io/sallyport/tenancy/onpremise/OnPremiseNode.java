package io.sallyport.tenancy.onpremise;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.onpremise.EnrolledNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A company's own node. Nothing of it is secret but its code, of which there is only the hash. */
@Entity
@Table(name = "on_premise_node")
public class OnPremiseNode {
  /** How a node stands. */
  public enum Standing {
    /** No code, or none that is still good, and no certificate. */
    WAITING("Not enrolled"),
    /** It has a code and no certificate. */
    CODE("Waiting for bin/enroll"),
    /** It has a certificate that is good. */
    ENROLLED("Enrolled"),
    /** Its certificate has ended. */
    EXPIRED("Certificate ended"),
    /** It is not trusted any more. */
    REVOKED("Revoked");

    private final String label;

    Standing(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }

  /** Decrypt nodes say twice a minute which nodes hold connections to them. */
  private static final Duration HEARD = Duration.ofSeconds(75);

  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  private String name;

  @Column(name = "created_by")
  private UUID createdBy;

  @Column(name = "created_at", insertable = false, updatable = false)
  private Instant createdAt;

  @Column(name = "code_hash", insertable = false)
  private byte[] codeHash;

  @Column(name = "code_expires_at", insertable = false)
  private Instant codeExpiresAt;

  @Column(name = "code_by", insertable = false)
  private UUID codeBy;

  @Column(name = "enrolled_at", insertable = false)
  private Instant enrolledAt;

  @Column(insertable = false)
  private byte[] certificate;

  @Column(insertable = false)
  private byte[] before;

  @Column(name = "before_until", insertable = false)
  private Instant beforeUntil;

  @Column(name = "not_after", insertable = false)
  private Instant notAfter;

  @Column(insertable = false)
  private String release;

  @Column(name = "trail_sequence", insertable = false)
  private long trailSequence;

  @Column(name = "trail_head", insertable = false)
  private String trailHead;

  @Column(name = "seen_at", insertable = false)
  private Instant seenAt;

  @Column(name = "seen_dialled", insertable = false)
  private Boolean seenDialled;

  @Column(name = "dialled_at", insertable = false)
  private Instant dialledAt;

  @Column(name = "revoked_at", insertable = false)
  private Instant revokedAt;

  @Column(name = "revoked_by", insertable = false)
  private UUID revokedBy;

  protected OnPremiseNode() {}

  OnPremiseNode(Actor by, NodeId id, String name) {
    this.id = id.value();
    tenantId = by.tenant();
    createdBy = by.person();
    this.name = name;
  }

  public NodeId id() {
    return new NodeId(id);
  }

  public String name() {
    return name;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Who let it be enrolled; whoever made it before anybody did. */
  public Actor enroller() {
    return new Actor(tenantId, codeBy == null ? createdBy : codeBy);
  }

  /** How it stands at that time. */
  public Standing standing(Instant now) {
    if (revokedAt != null) {
      return Standing.REVOKED;
    }
    if (certificate != null) {
      return now.isBefore(notAfter) ? Standing.ENROLLED : Standing.EXPIRED;
    }
    return codeHash != null && now.isBefore(codeExpiresAt) ? Standing.CODE : Standing.WAITING;
  }

  public Optional<Instant> enrolledAt() {
    return Optional.ofNullable(enrolledAt);
  }

  /** When its certificate ends. */
  public Optional<Instant> notAfter() {
    return Optional.ofNullable(notAfter);
  }

  /** When its newest receipt came. */
  public Optional<Instant> seenAt() {
    return Optional.ofNullable(seenAt);
  }

  /** Whether the newest receipt came over a connection that it had opened; empty before any. */
  public Optional<Boolean> seenDialled() {
    return Optional.ofNullable(seenDialled);
  }

  /** When it last held connections to us; empty for one that never did. */
  public Optional<Instant> dialledAt() {
    return Optional.ofNullable(dialledAt);
  }

  /** Whether it holds connections to us at that time. */
  public boolean isDialling(Instant now) {
    return dialledAt().filter(at -> at.isAfter(now.minus(HEARD))).isPresent();
  }

  /** What it said its release is. */
  public Optional<String> release() {
    return Optional.ofNullable(release);
  }

  /** What is to be trusted of it at that time. */
  EnrolledNode enrolled(Instant now) {
    boolean both = before != null && now.isBefore(beforeUntil);
    return new EnrolledNode(
        id(), both ? List.of(certificate, before) : List.of(certificate), trailSequence, trailHead);
  }
}
