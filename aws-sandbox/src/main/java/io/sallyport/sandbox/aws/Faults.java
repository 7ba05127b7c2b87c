package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.wire.AwsFault;
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
    SLOW
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

  /**
   * Takes one failure from the first order that fits the call; accounts are those it touches. One
   * that is slow waits here, and is answered then.
   */
  Optional<AwsFault> strike(AwsService service, String operation, Set<String> accounts)
      throws InterruptedException {
    Optional<Kind> kind = take(service, operation, accounts);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case THROTTLE -> Optional.of(service.dialect().throttled());
      case ERROR -> Optional.of(service.dialect().broken());
      case SLOW -> {
        Thread.sleep(SLOW.toMillis());
        yield Optional.empty();
      }
    };
  }

  private synchronized Optional<Kind> take(
      AwsService service, String operation, Set<String> accounts) {
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
