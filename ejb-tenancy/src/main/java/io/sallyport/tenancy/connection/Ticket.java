package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;

/** An issued sealing ticket. A used one stays, so that it stays used. */
@Entity
@Table(name = "sealing_ticket")
public class Ticket {
  @Id private String ticket;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "person_id")
  private UUID personId;

  @Column(name = "session_hash")
  private byte[] sessionHash;

  @Column(name = "record_id")
  private UUID recordId;

  private int version;
  private String way;

  @Column(name = "inner_kid")
  private String innerKid;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected Ticket() {}

  Ticket(
      Actor actor, SealingContext context, String innerKid, byte[] sessionHash, Instant expiresAt) {
    this.innerKid = innerKid;
    ticket = context.ticket().value();
    tenantId = actor.tenant();
    personId = actor.person();
    this.sessionHash = sessionHash.clone();
    recordId = context.record().value();
    version = context.version();
    way = ConnectionWay.ofForm(context.schema()).code();
    this.expiresAt = expiresAt;
  }

  /** Whether it may be used now, by this person in this session. */
  boolean isUsableBy(Actor actor, byte[] session, Instant now) {
    return usedAt == null
        && now.isBefore(expiresAt)
        && personId.equals(actor.person())
        && MessageDigest.isEqual(sessionHash, session);
  }

  /** What an envelope that uses it must be bound to. */
  SealingContext context(Actor actor) {
    return new SealingContext(
        actor.tenantId(),
        new ConnectionId(recordId),
        version,
        ConnectionWay.of(way).form(),
        new SealingTicket(ticket));
  }

  /** The browser key that its envelope must be sealed for. */
  String innerKid() {
    return innerKid;
  }
}
