package io.sallyport.web.request;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.limit.RateLimited;
import io.sallyport.web.edge.ProblemMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Waits until something in an account has come: each look is a request of its own, and whoever
 * waits sees each. Of one company at most four wait at once on a web node, and of all together 64:
 * each takes a thread.
 */
@ApplicationScoped
public class Waits {
  private static final int AT_ONCE = 4;
  private static final int AT_ONCE_IN_ALL = 64;

  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.RATE_LIMITED,
          ErrorCode.CONNECTION_BUSY,
          ErrorCode.NODE_NOT_DIALLED,
          ErrorCode.AWS_THROTTLED,
          ErrorCode.AWS_UNAVAILABLE,
          ErrorCode.PORTAL_BUSY,
          ErrorCode.VAULT_SEALED,
          ErrorCode.DATABASE_UNAVAILABLE,
          ErrorCode.AUDIT_UNAVAILABLE,
          ErrorCode.DECRYPT_NODE_UNAVAILABLE);

  private final Requests requests;
  private final Duration every;
  private final Duration longest;
  private final LoadingCache<TenantId, Semaphore> places =
      Caffeine.newBuilder().weakValues().build(tenant -> new Semaphore(AT_ONCE));
  private final Semaphore all = new Semaphore(AT_ONCE_IN_ALL);

  /** For the container's proxy. */
  protected Waits() {
    requests = null;
    every = null;
    longest = null;
  }

  @Inject
  public Waits(
      Requests requests,
      @ConfigProperty(name = "sallyport.waits.every", defaultValue = "PT5S") Duration every,
      @ConfigProperty(name = "sallyport.waits.longest", defaultValue = "PT10M") Duration longest) {
    if (every.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(every) < 0) {
      throw new IllegalArgumentException(
          "sallyport.waits.every must be at least PT1S, and at most sallyport.waits.longest");
    }
    this.requests = requests;
    this.every = every;
    this.longest = longest;
  }

  /**
   * A look.
   *
   * @param requestId of the request that it was
   * @param at when
   * @param number which one, from 1
   * @param reached whether what is waited for has come
   */
  public record Look(UUID requestId, Instant at, int number, boolean reached) {}

  /** Takes each look, as it comes. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes it.
     *
     * @throws IOException when nobody is there any more, which ends the waiting
     */
    void take(Look look) throws IOException;
  }

  /** Somebody who waits, and has looked once. */
  final class Waiting {
    private final Semaphore place;
    private final Actor actor;
    private final ConnectionId connection;
    private final Requests.Question question;
    private final Instant end = Instant.now().plus(longest);
    private Look last;

    private Waiting(
        Semaphore place, Actor actor, ConnectionId connection, Requests.Question question) {
      this.place = place;
      this.actor = actor;
      this.connection = connection;
      this.question = question;
    }

    private Look look() {
      ServiceAnswer answer = requests.forward(actor, connection, question);
      last =
          new Look(
              answer.requestId(),
              Instant.now(),
              last == null ? 1 : last.number() + 1,
              Boolean.TRUE.equals(answer.result().get("Reached")));
      return last;
    }

    /** Of whoever may still ask; what will pass is no reason to wait no longer. */
    private Optional<Look> lookAgain() {
      try {
        requests.requireStanding(actor);
        return Optional.of(look());
      } catch (RuntimeException e) {
        // A database that is away, or places that are all taken, are told by other types.
        if (PASSING.contains(ProblemMapper.problem(e).errorCode())) {
          return Optional.empty();
        }
        throw e;
      }
    }

    /**
     * Goes on until it has come, or for too long.
     *
     * @throws ProblemException {@code SP-WAIT-OVER}, {@code SP-WAIT-FAILED}, {@code SP-FORBIDDEN}
     *     for whoever may not ask any more, or as {@link Requests#forward}
     */
    void follow(Sink sink) throws IOException {
      try {
        sink.take(last);
        while (!last.reached()) {
          if (Instant.now().isAfter(end)) {
            throw new ProblemException(ErrorCode.WAIT_OVER);
          }
          Thread.sleep(every.toMillis());
          Optional<Look> next = lookAgain();
          if (next.isPresent()) {
            sink.take(next.get());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(ErrorCode.WAIT_OVER, e);
      } finally {
        leave(place);
      }
    }
  }

  private Semaphore enter(TenantId tenant) {
    Semaphore place = places.get(tenant);
    if (place.tryAcquire()) {
      if (all.tryAcquire()) {
        return place;
      }
      place.release();
    }
    throw new RateLimited(ErrorCode.CONNECTION_BUSY, every);
  }

  private void leave(Semaphore place) {
    all.release();
    place.release();
  }

  /**
   * Begins with the first look.
   *
   * @throws ProblemException {@code SP-WAIT-UNKNOWN}; {@code SP-CONNECTION-BUSY} when too many
   *     wait; or as {@link Requests#forward}
   */
  Waiting begin(Actor actor, ConnectionId connection, Requests.Question question) {
    if (!requests.isWait(question)) {
      throw new ProblemException(ErrorCode.WAIT_UNKNOWN);
    }
    Semaphore place = enter(actor.tenantId());
    try {
      Waiting waiting = new Waiting(place, actor, connection, question);
      waiting.look();
      return waiting;
    } catch (RuntimeException e) {
      leave(place);
      throw e;
    }
  }

  /** For the log. */
  @Override
  public String toString() {
    return "waits of " + longest + ", a look each " + every;
  }
}
