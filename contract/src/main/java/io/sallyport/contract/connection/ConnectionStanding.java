package io.sallyport.contract.connection;

import java.util.Objects;

/**
 * How a connection stands at this moment.
 *
 * @param state what its last test found
 * @param version of what is sealed for it, from 1
 */
public record ConnectionStanding(ConnectionState state, int version) {
  public ConnectionStanding {
    Objects.requireNonNull(state, "state");
  }
}
