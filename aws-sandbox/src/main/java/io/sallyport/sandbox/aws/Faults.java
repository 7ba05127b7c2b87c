package io.sallyport.sandbox.aws;

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
    /** The first half of what it would be otherwise; then the connection breaks. */
    HALF
  }

  private static final class Order {
    private final AwsService service;
    private final String operation;
    private final Optional<String> account;
    private final Kind kind;
    private int before;
    private int left;

    Order(
        AwsService service,
        String operation,
        Optional<String> account,
        Kind kind,
        int before,
        int left) {
      this.service = service;
      this.operation = operation;
      this.account = account;
      this.kind = kind;
      this.before = before;
      this.left = left;
    }
  }

  /** Orders {@code count} calls of the operation to fail, after so many that do not. */
  public synchronized void order(
      AwsService service,
      String operation,
      Optional<String> account,
      Kind kind,
      int after,
      int count) {
    orders.add(new Order(service, operation, account, kind, after, count));
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
      case SLOW -> Thread.sleep(SLOW.toMillis());
      case LOST, HALF -> {}
    }
  }

  /** Takes one failure from the first order that fits the call; accounts are those it touches. */
  synchronized Optional<Kind> take(AwsService service, String operation, Set<String> accounts) {
    orders.removeIf(order -> order.left <= 0);
    for (Order order : orders) {
      boolean fits =
          order.service == service
              && (order.operation.equals("*") || order.operation.equals(operation))
              && order.account.map(accounts::contains).orElse(true);
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
