package io.sallyport.tenancy.signin;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Somebody signed in with one browser. It holds only the hash of the secret that the browser keeps,
 * so that nobody who reads it can enter with it.
 */
@Entity
@Table(name = "sign_in")
public class SignIn {
  /** How somebody proved who they are. */
  public enum Method {
    /** With a passkey of theirs. */
    PASSKEY,
    /** At their company's identity provider. */
    SSO;

    /** Stable name. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Id private UUID id;

  @Column(name = "tenant_id", updatable = false)
  private UUID tenantId;

  @Column(name = "person_id", updatable = false)
  private UUID personId;

  @Column(updatable = false)
  private String method;

  @Column(name = "proof_hash", updatable = false)
  private byte[] proofHash;

  @Column(updatable = false)
  private String address;

  @Column(updatable = false)
  private String browser;

  @Column(name = "started_at", insertable = false, updatable = false)
  private Instant startedAt;

  @Column(name = "last_seen_at", insertable = false)
  private Instant lastSeenAt;

  @Column(name = "fresh_until")
  private Instant freshUntil;

  @Column(name = "ends_at", updatable = false)
  private Instant endsAt;

  @Column(name = "ended_at", insertable = false)
  private Instant endedAt;

  protected SignIn() {}

  SignIn(Actor actor, NewSignIn made) {
    id = UUID.randomUUID();
    tenantId = actor.tenant();
    personId = actor.person();
    method = made.method().code();
    proofHash = made.proofHash().clone();
    address = made.address();
    browser = made.browser();
    freshUntil = made.freshUntil();
    endsAt = made.endsAt();
  }

  boolean isOpen(Instant now, Duration idle) {
    return endedAt == null && now.isBefore(endsAt) && now.isBefore(lastSeenAt.plus(idle));
  }

  byte[] proofHash() {
    return proofHash.clone();
  }

  /** Whether somebody ended it; not whether it is over by itself. */
  public boolean isEnded() {
    return endedAt != null;
  }

  public UUID id() {
    return id;
  }

  public UUID personId() {
    return personId;
  }

  public Method method() {
    return Method.valueOf(method.toUpperCase(Locale.ROOT));
  }

  /** The network address that it was made from. */
  public String address() {
    return address;
  }

  /** What the browser called itself then. */
  public String browser() {
    return browser;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** To half a minute. */
  public Instant lastSeenAt() {
    return lastSeenAt;
  }

  /** Until when it need not be confirmed again. */
  public Instant freshUntil() {
    return freshUntil;
  }

  public Instant endsAt() {
    return endsAt;
  }
}
