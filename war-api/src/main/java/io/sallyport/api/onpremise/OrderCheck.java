package io.sallyport.api.onpremise;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.Sha256;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.NodeOrder;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets an order in: signed by a decrypt node of Sallyport's, for this node and its company, for
 * exactly this body, now, and once.
 */
final class OrderCheck {
  /** More at once than any company sends: then none is taken rather than one twice. */
  private static final int MOST = 100_000;

  private static final Duration LIFE = Duration.ofSeconds(NodeOrder.LIFE_SECONDS);

  private final TenantId tenant;
  private final NodeId node;
  private final Supplier<X509Certificate> ordering;
  private final Predicate<X509Certificate> mayOrder;
  private final Clock clock;
  private final Supplier<Duration> uptime;
  private final Cache<UUID, Boolean> taken;

  /**
   * A check.
   *
   * @param ordering who issued what orders are signed with
   * @param mayOrder what else must be true of that
   * @param uptime how long this process has run, whatever the clock did meanwhile: what was signed
   *     before may have been taken by the one before it, which remembered in memory only
   */
  OrderCheck(
      TenantId tenant,
      NodeId node,
      Supplier<X509Certificate> ordering,
      Predicate<X509Certificate> mayOrder,
      Supplier<Duration> uptime,
      Clock clock) {
    this.tenant = tenant;
    this.node = node;
    this.ordering = ordering;
    this.mayOrder = mayOrder;
    this.uptime = uptime;
    this.clock = clock;
    // As long as one can be good, whatever the clocks say: its life, once more for each clock; by
    // the time that passes, and not by a clock that is set.
    taken =
        Caffeine.newBuilder()
            .expireAfterWrite(LIFE.multipliedBy(3))
            .ticker(() -> uptime.get().toNanos())
            .build();
  }

  /**
   * Checks.
   *
   * @param compact the signature as it came
   * @throws NotGenuine saying why it is not let in, for this node's own log
   */
  OrderSignature check(String compact, byte[] body) throws NotGenuine {
    OrderSignature order = OrderSignature.read(compact);
    Instant now = clock.instant();
    if (!mayOrder.test(order.certificate())
        || !Certificates.isIssuedBy(ordering.get(), order.certificate(), now)) {
      throw new NotGenuine("signed by nobody who may order");
    }
    if (!order.tenant().equals(tenant) || !order.node().equals(node)) {
      throw new NotGenuine("for another company or another node");
    }
    if (!order.body().equals(Sha256.of(body))) {
      throw new NotGenuine("with another body than was signed");
    }
    if (order.issued().isAfter(now.plus(LIFE))
        || order.expires().isBefore(now)
        || order.expires().isAfter(order.issued().plus(LIFE))) {
      throw new NotGenuine(
          "signed at %s for until %s, and it is %s here"
              .formatted(order.issued(), order.expires(), now));
    }
    if (order.issued().isBefore(now.minus(uptime.get()))) {
      throw new NotGenuine("signed at %s, before this node started".formatted(order.issued()));
    }
    taken.cleanUp();
    if (taken.estimatedSize() >= MOST) {
      throw new NotGenuine("too many orders within minutes");
    }
    if (taken.asMap().putIfAbsent(order.id(), true) != null) {
      throw new NotGenuine("a second time");
    }
    return order;
  }
}
