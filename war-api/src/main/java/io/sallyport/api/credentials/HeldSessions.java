package io.sallyport.api.credentials;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sallyport.api.aws.AwsProblems;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.Permission;
import io.sallyport.contract.vault.SealSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.regions.Region;

/**
 * Holds sessions in customers' accounts, in memory only, so that who asks again for the same
 * neither opens an envelope nor asks STS. A session is used by one person, through one version of
 * one connection, in one region, for one set of actions and resources, and never for anything else.
 * Of any number of callers at the same moment one enters, and the others wait for it; when two
 * thirds of a session's time are over, one caller enters anew while the others go on with the old
 * one. At most 10,000 are held, and none of them longer than 14 of its 15 minutes.
 *
 * <p>All are dropped when the node is sealed; a connection's within seconds after it was removed,
 * sealed anew, or found to be anything but sound, by whichever node, and none is used from that
 * moment on. The SDK keeps credentials in texts, which Java cannot erase: dropping them is all that
 * can be done.
 */
@ApplicationScoped
public class HeldSessions extends HeldByConnection {
  private static final long MOST = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(14);
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final AsyncCache<Key, Held> held;
  private final Clock clock;

  /** For the container's proxy. */
  protected HeldSessions() {
    held = null;
    clock = null;
  }

  @Inject
  public HeldSessions(SealSignal vault) {
    this(vault, Clock.systemUTC());
  }

  HeldSessions(SealSignal vault, Clock clock) {
    this.clock = clock;
    held =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            // Also when nobody asks any more.
            .scheduler(Scheduler.systemScheduler())
            .buildAsync();
    vault.whenSealed(() -> held.synchronous().invalidateAll());
  }

  /**
   * What a session may be used for.
   *
   * @param tenant whose
   * @param connection through which connection
   * @param version of what is sealed for it
   * @param person who asks: the source identity
   * @param region where
   * @param permissions what its policy lets it do
   * @param resources with what; empty for whatever there is
   */
  public record Key(
      TenantId tenant,
      ConnectionId connection,
      int version,
      PersonId person,
      Region region,
      List<Permission> permissions,
      List<String> resources)
      implements HeldByConnection.Key {
    public Key {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(connection, "connection");
      Objects.requireNonNull(person, "person");
      Objects.requireNonNull(region, "region");
      permissions = List.copyOf(permissions);
      resources = List.copyOf(resources);
    }
  }

  private record Held(RoleSession session, AtomicBoolean renewing) {
    Held(RoleSession session) {
      this(session, new AtomicBoolean());
    }
  }

  /**
   * The session for that, which is entered if there is none.
   *
   * @param enter enters
   * @throws ProblemException as {@code enter} throws it, for everybody who waited for it
   */
  public RoleSession get(Key key, Supplier<RoleSession> enter) {
    CompletableFuture<Held> mine = new CompletableFuture<>();
    CompletableFuture<Held> found = held.asMap().putIfAbsent(key, mine);
    if (found == null) {
      return enterFor(mine, enter);
    }
    Held other = await(found);
    if (isStale(other) && other.renewing().compareAndSet(false, true)) {
      return renew(key, found, other, enter);
    }
    return other.session();
  }

  private static RoleSession enterFor(
      CompletableFuture<Held> waiting, Supplier<RoleSession> enter) {
    try {
      RoleSession entered = enter.get();
      waiting.complete(new Held(entered));
      return entered;
    } catch (RuntimeException | Error e) {
      // A future that failed leaves the cache by itself.
      waiting.completeExceptionally(e);
      throw e;
    }
  }

  private boolean isStale(Held other) {
    return clock.instant().isAfter(other.session().entered().plus(FRESH));
  }

  /** Only in place of what was there: what was dropped meanwhile stays dropped. */
  private RoleSession renew(
      Key key, CompletableFuture<Held> old, Held other, Supplier<RoleSession> enter) {
    RoleSession renewed;
    try {
      renewed = enter.get();
    } catch (ProblemException e) {
      if (AwsProblems.isPassing(e)) {
        other.renewing().set(false);
        return other.session();
      }
      held.asMap().remove(key, old);
      throw e;
    } catch (RuntimeException | Error e) {
      other.renewing().set(false);
      throw e;
    }
    // Whoever still has the old one at hand must not renew it once more: its flag stays.
    held.asMap().replace(key, old, CompletableFuture.completedFuture(new Held(renewed)));
    return renewed;
  }

  private static Held await(CompletableFuture<Held> found) {
    try {
      return found.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Drops one session, and not what took its place: AWS does not know it any more. */
  public void drop(RoleSession session) {
    held.synchronous().asMap().values().removeIf(each -> each.session().equals(session));
  }

  @Override
  protected Set<Key> keys() {
    return held.asMap().keySet();
  }
}
