package io.sallyport.contract.connection;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.vault.SealedRecord;

/**
 * What a decrypt node may read and write of a tenant's connections. Sees the rows of the actor's
 * tenant only; anything else is {@code SP-CONNECTION-UNKNOWN}.
 */
public interface ConnectionRecords {
  /** How it stands: little is read for it. */
  ConnectionStanding standing(Actor actor, ConnectionId connection);

  /** The newest sealed version, with the context it must be bound to. */
  SealedRecord sealed(Actor actor, ConnectionId connection);

  /** The tenant's External ID. */
  ExternalId externalId(Actor actor);

  /**
   * Writes what a test found. A result for a version that has meanwhile been replaced is dropped.
   */
  void conclude(Actor actor, VerificationReport report);

  /** Has a node test a connection as soon as one has time. */
  void testNow(Actor actor, ConnectionId connection);
}
