package io.sallyport.tenancy.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps an account that answers slowly from holding up others: of one connection, and of one
 * tenant, only so many requests are under way at once on a web node, and of a tenant's tools only
 * so many read at once. Whoever is one too many waits for two seconds, in the order of arrival, and
 * is then told to come back.
 */
@ApplicationScoped
public class Lanes {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Of a tenant: what another one calls by the same id is none of theirs. */
  private record Lane(TenantId tenant, ConnectionId connection) {}

  private final LoadingCache<Lane, Semaphore> connections;
  private final LoadingCache<TenantId, Semaphore> tenants;
  private final LoadingCache<TenantId, Semaphore> readers;
  private final String widths;

  /** For the container's proxy. */
  protected Lanes() {
    connections = null;
    tenants = null;
    readers = null;
    widths = null;
  }

  @Inject
  public Lanes(
      @ConfigProperty(name = "sallyport.lanes.connection", defaultValue = "6") int ofConnection,
      @ConfigProperty(name = "sallyport.lanes.tenant", defaultValue = "12") int ofTenant,
      @ConfigProperty(name = "sallyport.lanes.reading", defaultValue = "32") int reading) {
    connections = lanes("sallyport.lanes.connection", ofConnection);
    tenants = lanes("sallyport.lanes.tenant", ofTenant);
    readers = lanes("sallyport.lanes.reading", reading);
    widths =
        "%d requests at once for a connection, %d for a company, %d tools that read"
            .formatted(ofConnection, ofTenant, reading);
  }

  private static <K> LoadingCache<K, Semaphore> lanes(String property, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(property + " must be at least 1, not " + width);
    }
    // Whoever holds a place, or waits for one, keeps its semaphore.
    return Caffeine.newBuilder().weakValues().build(key -> new Semaphore(width, true));
  }

  /**
   * Does something as one of the few.
   *
   * @throws RateLimited {@code SP-CONNECTION-BUSY} when there was no place within two seconds
   */
  public <T> T within(TenantId tenant, ConnectionId connection, Supplier<T> act) {
    return within(tenant, connection, leave -> act.get());
  }

  /**
   * The same for what may leave its place before it is done.
   *
   * @param act is given what leaves it
   */
  public <T> T within(TenantId tenant, ConnectionId connection, Function<Runnable, T> act) {
    // In this order: a slow connection's crowd waits for itself, and not with a place of its
    // tenant's.
    Semaphore narrow = enter(connections.get(new Lane(tenant, connection)));
    Semaphore wide;
    try {
      wide = enter(tenants.get(tenant));
    } catch (RateLimited e) {
      narrow.release();
      throw e;
    }
    AtomicBoolean inside = new AtomicBoolean(true);
    Runnable leave =
        () -> {
          if (inside.getAndSet(false)) {
            wide.release();
            narrow.release();
          }
        };
    try {
      return act.apply(leave);
    } finally {
      leave.run();
    }
  }

  /**
   * Has a tool of the tenant's ask and read, as one of the few.
   *
   * @throws RateLimited {@code SP-CONNECTION-BUSY} when there was no place within two seconds:
   *     nothing was asked then
   */
  public <T> T reading(TenantId tenant, Supplier<T> act) {
    Semaphore place = enter(readers.get(tenant));
    try {
      return act.get();
    } finally {
      place.release();
    }
  }

  private static Semaphore enter(Semaphore lane) {
    try {
      if (lane.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return lane;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RateLimited(ErrorCode.CONNECTION_BUSY, PATIENCE);
  }

  /** For the log. */
  @Override
  public String toString() {
    return widths;
  }
}
