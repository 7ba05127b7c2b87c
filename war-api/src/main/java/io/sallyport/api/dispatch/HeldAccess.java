package io.sallyport.api.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sallyport.api.credentials.HeldByConnection;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.SealSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds how companies' nodes are reached, opened, in memory only, so that each request does not
 * open an envelope anew: for 14 minutes at most, 10,000 at most. All are forgotten when the node is
 * sealed, a connection's when it is removed or found to be anything but sound.
 */
@ApplicationScoped
public class HeldAccess extends HeldByConnection {
  private static final long MOST = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(14);

  private record Key(TenantId tenant, ConnectionId connection, int version)
      implements HeldByConnection.Key {}

  private final Cache<Key, OnPremiseAccess> held;
  private final SealSignal vault;

  /** For the container's proxy. */
  protected HeldAccess() {
    held = null;
    vault = null;
  }

  @Inject
  public HeldAccess(SealSignal vault) {
    this.vault = vault;
    held =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            .scheduler(Scheduler.systemScheduler())
            .build();
    vault.whenSealed(held::invalidateAll);
  }

  /**
   * What is sealed for that version of the connection, which is opened if it is not held.
   *
   * @throws ProblemException as {@code opened} throws it; {@code SP-VAULT-SEALED}
   */
  public OnPremiseAccess get(
      TenantId tenant, ConnectionId connection, int version, Supplier<OnPremiseAccess> opened) {
    OnPremiseAccess access = held.get(new Key(tenant, connection, version), any -> opened.get());
    // Sealing forgets what is held; what was being opened meanwhile is not held yet.
    if (!vault.isOpen()) {
      held.invalidateAll();
      throw new ProblemException(ErrorCode.VAULT_SEALED);
    }
    return access;
  }

  @Override
  protected Set<Key> keys() {
    return held.asMap().keySet();
  }
}
