package io.sallyport.tenancy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/**
 * Counts attempts in the database, so that it does not matter which web node they reach. Whom they
 * are counted for is kept as a hash only. Where a {@link Limit} gives nodes some leeway, each of
 * them may let through that many more than the limit; what is of one node is counted there.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@PermitAll
public class Limits {
  private static final int SWEEP = 1_000;
  private static final int MOST_SHUT = 100_000;
  private static final Duration LONGEST_SHUT = Duration.ofHours(1);
  private static final int MOST_COUNTING = 10_000;
  private static final Duration LONGEST_LEEWAY = Duration.ofSeconds(1);
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  @Resource(lookup = "jdbc/sallyport")
  private DataSource database;

  @Inject private Config config;

  private final Map<Limit, BucketConfiguration> configured = new EnumMap<>(Limit.class);
  private final Cache<String, Instant> shut =
      Caffeine.newBuilder().maximumSize(MOST_SHUT).expireAfterWrite(LONGEST_SHUT).build();
  private final Cache<String, Bucket> counting =
      Caffeine.newBuilder().maximumSize(MOST_COUNTING).expireAfterAccess(FORGOTTEN).build();
  private final Cache<String, Bucket> own =
      Caffeine.newBuilder().maximumSize(MOST_COUNTING).expireAfterAccess(FORGOTTEN).build();
  private PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

  @PostConstruct
  void prepare() {
    for (Limit limit : Limit.values()) {
      int most = config.getOptionalValue(limit.property(), Integer.class).orElse(limit.most());
      if (most < 1) {
        throw new IllegalStateException(limit.property() + " must be at least 1, not " + most);
      }
      configured.put(
          limit,
          BucketConfiguration.builder()
              .addLimit(rate -> rate.capacity(most).refillGreedy(most, limit.within()))
              .build());
    }
    buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("rate_bucket")
            .idColumn("id")
            .stateColumn("state")
            .expiresAtColumn("expires_at")
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1)))
            .build();
  }

  /**
   * Counts one attempt.
   *
   * @param whose an address, a tenant, a passkey: whoever the limit is for
   * @throws RateLimited when there were too many
   */
  public void count(Limit limit, String whose) {
    ConsumptionProbe probe = bucket(limit, whose).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new RateLimited(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket bucket(Limit limit, String whose) {
    String key = key(limit, whose);
    BucketConfiguration configuration = configured.get(limit);
    if (limit.isOfOneNode()) {
      return own.get(
          key, name -> Bucket.builder().addLimit(configuration.getBandwidths()[0]).build());
    }
    int leeway = limit.leeway((int) configuration.getBandwidths()[0].getCapacity());
    return leeway == 0
        ? buckets.getProxy(key, () -> configuration)
        : counting.get(
            key,
            name ->
                buckets
                    .builder()
                    .withOptimization(
                        Optimizations.delaying(new DelayParameters(leeway, LONGEST_LEEWAY)))
                    .build(name, () -> configuration));
  }

  /**
   * Does something of which only the refusals count, so that whoever is let in costs the database
   * nothing. After too many, nothing is tried any more until the limit allows for it; another node
   * learns so with the first refusal of its own.
   *
   * @throws RateLimited when there were too many
   * @throws ProblemException as {@code attempt} throws it
   */
  public <T> T unlessRefusedTooOften(Limit limit, String whose, Supplier<T> attempt) {
    String key = key(limit, whose);
    Instant until = shut.getIfPresent(key);
    if (until != null && Instant.now().isBefore(until)) {
      throw new RateLimited(Duration.between(Instant.now(), until));
    }
    try {
      return attempt.get();
    } catch (ProblemException refused) {
      try {
        count(limit, whose);
      } catch (RateLimited tooMany) {
        shut.put(key, Instant.now().plusSeconds(tooMany.seconds()));
        throw tooMany;
      }
      throw refused;
    }
  }

  /** A bucket keeps the numbers it was made with: other numbers, another bucket. */
  private String key(Limit limit, String whose) {
    return limit.code()
        + ":"
        + configured.get(limit).getBandwidths()[0].getCapacity()
        + ":"
        + hash(whose);
  }

  /** Forgets what was counted long ago. */
  @Schedule(hour = "*", minute = "17", persistent = false)
  void sweep() {
    if (NodeKind.of(config.getValue(NodeKind.PROPERTY, String.class)) == NodeKind.WEB) {
      while (buckets.removeExpired(SWEEP) == SWEEP) {
        // There is more.
      }
    }
  }

  private static String hash(String whose) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(whose.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
