package io.sallyport.tenancy.connection;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.SealedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** A sealed envelope: opaque bytes and what they are bound to. */
@Entity
@Table(name = "sealed_envelope")
@IdClass(Envelope.Key.class)
public class Envelope {
  /** One version of one record. */
  public record Key(UUID connectionId, int version) implements Serializable {}

  @Id
  @Column(name = "connection_id")
  private UUID connectionId;

  @Id private int version;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "schema_name")
  private String schemaName;

  private String ticket;

  @Column(name = "inner_kid")
  private String innerKid;

  @Column(name = "outer_kid")
  private String outerKid;

  @Column(name = "envelope_hash")
  private byte[] envelopeHash;

  private byte[] payload;

  @Column(name = "ingest_signature")
  private String ingestSignature;

  protected Envelope() {}

  Envelope(SealingContext context, SealedEnvelope sealed) {
    connectionId = context.record().value();
    version = context.version();
    tenantId = context.tenant().value();
    schemaName = context.schema();
    ticket = context.ticket().value();
    innerKid = sealed.innerKid();
    outerKid = sealed.outerKid();
    envelopeHash = sealed.hash();
    payload = sealed.payload();
    ingestSignature = sealed.ingestSignature();
  }

  /** For a decrypt node: the bytes with the context recomputed from this row. */
  SealedRecord toSealedRecord() {
    return new SealedRecord(
        new SealingContext(
            new TenantId(tenantId),
            new ConnectionId(connectionId),
            version,
            schemaName,
            new SealingTicket(ticket)),
        payload,
        ingestSignature);
  }

  String innerKid() {
    return innerKid;
  }

  byte[] hash() {
    return envelopeHash;
  }
}
