package io.sallyport.api.credentials;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node holds in memory for a while, each for one version of one connection. */
public abstract class HeldByConnection {
  /** Of what something is held. */
  protected interface Key {
    /** Whose connection. */
    TenantId tenant();

    /** Which one. */
    ConnectionId connection();

    /** Of what is sealed for it. */
    int version();
  }

  /** The keys as they are: what is taken out of them is held no more. */
  protected abstract Set<? extends Key> keys();

  /** Of which connections something is held. */
  public Set<ConnectionId> connections() {
    return keys().stream().map(Key::connection).collect(Collectors.toSet());
  }

  /** Drops whatever is held of connections that are gone, not sound, or sealed anew. */
  public void review(Soundness now) {
    keys().removeIf(key -> now.isOver(key.connection(), key.version()));
  }

  /** Drops whatever is held of a tenant's connection. */
  public void drop(TenantId tenant, ConnectionId connection) {
    keys().removeIf(key -> key.tenant().equals(tenant) && key.connection().equals(connection));
  }
}
