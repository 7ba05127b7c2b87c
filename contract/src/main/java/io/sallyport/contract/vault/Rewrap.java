package io.sallyport.contract.vault;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.util.UUID;

/**
 * A rewrap that two custodians ordered: all records that are sealed for one key move to the active
 * one.
 *
 * @param run its id
 * @param fromKid the key, as envelopes name it
 * @param mode how
 * @param perSecond at most so many records in a second
 */
public record Rewrap(UUID run, String fromKid, Mode mode, int perSecond) {
  /** How records move. */
  public enum Mode {
    /** The outer layer gets a new session key packet over the same session key. */
    ROUTINE,
    /** Everything is encrypted anew: somebody may know the old session keys. */
    COMPROMISE
  }

  /** One record's newest version. */
  public record Item(TenantId tenant, ConnectionId connection, int version) {}

  /**
   * How it stands.
   *
   * @param total records there were when it started
   * @param moved records that are sealed for the active key now
   * @param passed records that their owners replaced meanwhile
   * @param failed records that could not be opened; they still need the old key
   */
  public record Progress(long total, long moved, long passed, long failed) {}
}
