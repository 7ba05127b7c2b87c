package io.sallyport.web.activity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.ChainCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Recomputes a trail's whole chain at most every ten minutes, and what was added since whenever it
 * is looked at: a long trail is not read again for each page of it. A broken chain is looked at
 * anew each time.
 */
@ApplicationScoped
public class ChainChecks {
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final long MOST = 10_000;

  private final Cache<UUID, Found> whole =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(GOOD_FOR).build();

  @Inject private Activity activity;

  /**
   * A chain as it is now.
   *
   * @param at when all of it was recomputed
   */
  public record Found(ChainCheck check, Instant at) {}

  /** How the chain of the actor's tenant is. */
  public Found of(Actor actor) {
    Found earlier = whole.getIfPresent(actor.tenant());
    if (earlier != null) {
      return new Found(activity.checkSince(actor, earlier.check()), earlier.at());
    }
    Found now = new Found(activity.check(actor), Instant.now());
    if (now.check().broken().isEmpty()) {
      whole.put(actor.tenant(), now);
    }
    return now;
  }
}
