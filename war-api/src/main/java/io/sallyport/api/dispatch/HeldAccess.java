package io.sallyport.api.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.SealSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Holds how companies' nodes are reached, opened, in memory only, so that each request does not
 * open an envelope anew: for 14 minutes at most, 10,000 at most. All are forgotten when the node is
 * sealed, a connection's when it is removed or found to be anything but sound.
 */
@ApplicationScoped
public class HeldAccess {
  private static final long MOST = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(14);

  private record Key(ConnectionId connection, int version) {}

  private final Cache<Key, OnPremiseAccess> held;

  /** For the container's proxy. */
  protected HeldAccess() {
    held = null;
  }

  @Inject
  public HeldAccess(SealSignal vault) {
    held = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();
    vault.whenSealed(held::invalidateAll);
  }

  /** What is sealed for that version of the connection, which is opened if it is not held. */
  public OnPremiseAccess get(
      ConnectionId connection, int version, Supplier<OnPremiseAccess> opened) {
    return held.get(new Key(connection, version), any -> opened.get());
  }

  /** Forgets a connection's. */
  public void drop(ConnectionId connection) {
    held.asMap().keySet().removeIf(key -> key.connection().equals(connection));
  }
}
