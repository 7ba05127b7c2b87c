package io.sallyport.tenancy.connection;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.RewrapRecords.Stored;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** One tenant's envelopes, as a rewrap reads and replaces them. */
@Stateless
@TenantBound
@RolesAllowed("decrypt-node")
public class RewrapEnvelopes {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** The record of an item; empty when it has a newer version meanwhile. */
  public Optional<Stored> stored(Actor actor, Rewrap.Item item) {
    Connection connection = entities.find(Connection.class, item.connection().value());
    return Optional.ofNullable(connection)
        .filter(current -> current.version() == item.version())
        .map(
            current ->
                entities.find(
                    Envelope.class, new Envelope.Key(item.connection().value(), item.version())))
        .map(
            envelope ->
                new Stored(envelope.toSealedRecord(), envelope.innerKid(), envelope.hash()));
  }

  /**
   * Replaces an envelope, if it still is the one with that hash.
   *
   * @return whether it was
   */
  public boolean replace(
      Actor actor, Rewrap.Item item, byte[] expectedHash, SealedEnvelope envelope) {
    return entities
            .createQuery(
                "update Envelope e set e.payload = :payload, e.innerKid = :inner,"
                    + " e.outerKid = :outer, e.envelopeHash = :hash, e.ingestSignature = :signature"
                    + " where e.connectionId = :connection and e.version = :version"
                    + " and e.envelopeHash = :expected")
            .setParameter("payload", envelope.payload())
            .setParameter("inner", envelope.innerKid())
            .setParameter("outer", envelope.outerKid())
            .setParameter("hash", envelope.hash())
            .setParameter("signature", envelope.ingestSignature())
            .setParameter("connection", item.connection().value())
            .setParameter("version", item.version())
            .setParameter("expected", expectedHash)
            .executeUpdate()
        == 1;
  }
}
