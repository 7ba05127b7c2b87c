package io.sallyport.tenancy.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A signed key manifest that was proposed, and perhaps published. */
@Entity
@Table(name = "key_manifest")
public class KeyManifest {
  @Id private int version;

  private String document;

  @Column(name = "approval_id", updatable = false)
  private UUID approvalId;

  @Column(name = "proposed_at", insertable = false, updatable = false)
  private Instant proposedAt;

  @Column(name = "published_at")
  private Instant publishedAt;

  protected KeyManifest() {}

  private KeyManifest(int version, String document, UUID approvalId, Instant publishedAt) {
    this.version = version;
    this.document = document;
    this.approvalId = approvalId;
    this.publishedAt = publishedAt;
  }

  static KeyManifest proposed(int version, String document, UUID approval) {
    return new KeyManifest(version, document, approval, null);
  }

  /** A site's first one, for which the root's signatures vouch alone. */
  static KeyManifest first(int version, String document, Instant now) {
    return new KeyManifest(version, document, null, now);
  }

  public int getVersion() {
    return version;
  }

  /** As it was signed. */
  public String document() {
    return document;
  }

  /** What two people decided about it; null for a site's first one. */
  public UUID approvalId() {
    return approvalId;
  }

  public Instant getProposedAt() {
    return proposedAt;
  }

  /** For pages: null while it is only proposed. */
  public Instant getPublished() {
    return publishedAt;
  }

  /** Empty while it is only proposed. */
  public Optional<Instant> publishedAt() {
    return Optional.ofNullable(publishedAt);
  }
}
