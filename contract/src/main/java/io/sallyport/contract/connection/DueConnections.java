package io.sallyport.contract.connection;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which connections it is time to test again, and which are sound, over all tenants: their ids, and
 * nothing else.
 */
public interface DueConnections {
  /**
   * One that is due.
   *
   * @param tenant whose it is
   * @param connection which
   */
  record Due(TenantId tenant, ConnectionId connection) {
    public Due {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(connection, "connection");
    }
  }

  /** Takes the one that is due longest, so that no other node does within a quarter of an hour. */
  Optional<Due> claim();

  /**
   * Which of these may be entered now.
   *
   * @return the version that is sealed of each that may; without those that are gone or not sound
   */
  Map<ConnectionId, Integer> sound(Set<ConnectionId> connections);
}
