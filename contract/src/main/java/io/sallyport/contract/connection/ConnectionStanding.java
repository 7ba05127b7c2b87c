package io.sallyport.contract.connection;

import io.sallyport.contract.request.Capability;
import java.util.Objects;
import java.util.Set;

/**
 * How a connection stands at this moment.
 *
 * @param state what its last test found
 * @param version of what is sealed for it, from 1
 * @param capabilities what it was made for
 * @param way how it enters its account
 */
public record ConnectionStanding(
    ConnectionState state, int version, Set<Capability> capabilities, ConnectionWay way) {
  public ConnectionStanding {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(way, "way");
    capabilities = Set.copyOf(capabilities);
  }
}
