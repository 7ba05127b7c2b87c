package io.sallyport.api.credentials;

import io.sallyport.contract.identity.ConnectionId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of connections at a moment.
 *
 * @param asked which were asked about
 * @param sound those of them that may be entered, with the version that is sealed
 */
public record Soundness(Set<ConnectionId> asked, Map<ConnectionId, Integer> sound) {
  public Soundness {
    asked = Set.copyOf(asked);
    sound = Map.copyOf(sound);
  }

  /** Whether what is held of a version is not to be used any more. What was not asked about is. */
  public boolean isOver(ConnectionId connection, int version) {
    return asked.contains(connection) && !Objects.equals(sound.get(connection), version);
  }
}
