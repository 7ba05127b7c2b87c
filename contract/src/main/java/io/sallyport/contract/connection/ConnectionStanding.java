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
 */
public record ConnectionStanding(ConnectionState state, int version, Set<Capability> capabilities) {
  public ConnectionStanding {
    Objects.requireNonNull(state, "state");
    capabilities = Set.copyOf(capabilities);
  }
}
