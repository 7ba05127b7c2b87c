package io.sallyport.api.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sallyport.api.credentials.HeldByConnection;
import io.sallyport.api.operation.AwsCall;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.vault.SealSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.regions.Region;

/**
 * What AWS answered to questions whose asker said that an older answer will do: in memory only, for
 * five minutes at most, and until this node is sealed or the connection is not sound. Nothing else
 * is ever kept.
 */
@ApplicationScoped
public class HeldAnswers extends HeldByConnection {
  private static final int LONGEST = 300;
  private static final long MOST_CHARACTERS = 16L * 1024 * 1024;
  private static final int MOST_OF_ONE = 1024 * 1024;

  private final Cache<Key, Held> held;
  private final SealSignal vault;
  private final Clock clock;

  /** For the container's proxy. */
  protected HeldAnswers() {
    held = null;
    vault = null;
    clock = null;
  }

  @Inject
  public HeldAnswers(SealSignal vault) {
    this(vault, Clock.systemUTC());
  }

  HeldAnswers(SealSignal vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
    held =
        Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .<Key, Held>weigher((key, answer) -> answer.characters())
            .expireAfterWrite(Duration.ofSeconds(LONGEST))
            // Also when nobody asks any more.
            .scheduler(Scheduler.systemScheduler())
            .build();
    vault.whenSealed(held::invalidateAll);
  }

  private record Held(AwsCall.Answer answer, int characters, Instant since) {}

  /**
   * What was asked, of whom.
   *
   * @param version of what is sealed for the connection
   */
  record Key(
      TenantId tenant,
      ConnectionId connection,
      int version,
      AllowedOperation operation,
      Region region,
      Map<String, Object> parameters)
      implements HeldByConnection.Key {}

  /**
   * Refuses to have an older answer stand for something that is done, or for longer than it may.
   *
   * @throws ProblemException {@code SP-PARAMETER-INVALID}
   */
  static void check(ServiceRequest request, AllowedOperation operation) {
    if (request.maxAge() < 0 || request.maxAge() > LONGEST) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID, "maxAge", "Between 0 and 300 seconds.");
    }
    if (request.maxAge() > 0
        && (operation.write().isPresent() || operation.isWait() || request.dryRun())) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID, "maxAge", "Only what reads can be answered from before.");
    }
  }

  /** An answer that is no older than that. */
  Optional<AwsCall.Answer> find(Key key, int maxAge) {
    return Optional.ofNullable(held.getIfPresent(key))
        .filter(each -> vault.isOpen())
        .filter(each -> each.since().plusSeconds(maxAge).isAfter(clock.instant()))
        .map(Held::answer);
  }

  /** Keeps one, for those who ask for it like this, unless it is large. */
  void keep(Key key, AwsCall.Answer answer) {
    int characters = key.parameters().toString().length() + answer.result().toString().length();
    if (characters > MOST_OF_ONE || !vault.isOpen()) {
      return;
    }
    held.put(key, new Held(answer, characters, clock.instant()));
    if (!vault.isOpen()) {
      // Sealed meanwhile, perhaps after what was there was forgotten.
      held.invalidateAll();
    }
  }

  @Override
  protected Set<Key> keys() {
    return held.asMap().keySet();
  }
}
