package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.signature.SignatureRefusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Failures ordered for demonstration: the next calls of an operation fail, or take long, then it
 * works again.
 */
public final class Faults {
  private final List<Order> orders = new ArrayList<>();

  private static final Duration SLOW = Duration.ofSeconds(10);

  /** What the call is answered. */
  public enum Kind {
    THROTTLE,
    ERROR,
    /** What it would be otherwise, after ten seconds. */
    SLOW,
    /** An error, although it was carried out. */
    LOST,
    /** That it is out of time, as though the clocks differed. */
    CLOCK,
    /** The first half of what it would be otherwise; then the connection breaks. */
    HALF
  }

  /**
   * Which calls.
   *
   * @param service of which service
   * @param operation its name, or {@code *} for any
   * @param account whose, or into which; empty for all
   * @param region where; empty for everywhere
   */
  public record Target(
      AwsService service, String operation, Optional<String> account, Optional<String> region) {
    private boolean fits(AwsService called, String action, Set<String> accounts, String where) {
      return service == called
          && (operation.equals("*") || operation.equals(action))
          && account.map(accounts::contains).orElse(true)
          && region.map(where::equals).orElse(true);
    }
  }

  private static final class Order {
    private final Target target;
    private final Kind kind;
    private int before;
    private int left;

    Order(Target target, Kind kind, int before, int left) {
      this.target = target;
      this.kind = kind;
      this.before = before;
      this.left = left;
    }
  }

  /** Orders {@code count} of those calls to fail, after so many that do not. */
  public synchronized void order(Target target, Kind kind, int after, int count) {
    orders.add(new Order(target, kind, after, count));
  }

  /** Takes back whatever was ordered and has not struck yet. */
  public synchronized void forget() {
    orders.clear();
  }

  /** Fails a call, or has it wait, before it is carried out. */
  static void before(Kind kind, AwsService service) throws InterruptedException {
    switch (kind) {
      case THROTTLE -> throw service.dialect().throttled();
      case ERROR -> throw service.dialect().broken();
      case CLOCK ->
          throw service
              .dialect()
              .refused(new SignatureRefusal(Reason.OUT_OF_TIME, "The request is out of time."));
      case SLOW -> Thread.sleep(SLOW.toMillis());
      case LOST, HALF -> {}
    }
  }

  /** Takes one failure from the first order that fits the call; accounts are those it touches. */
  synchronized Optional<Kind> take(
      AwsService service, String operation, Set<String> accounts, String region) {
    orders.removeIf(order -> order.left <= 0);
    for (Order order : orders) {
      boolean fits = order.target.fits(service, operation, accounts, region);
      if (fits && order.before > 0) {
        order.before--;
      } else if (fits) {
        order.left--;
        return Optional.of(order.kind);
      }
    }
    return Optional.empty();
  }
}
