package io.sallyport.sandbox.trail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest events of all accounts, oldest first; the oldest are forgotten when it is full. */
public final class Trail {
  private final Deque<Event> events = new ArrayDeque<>();
  private final int most;

  public Trail(int most) {
    this.most = most;
  }

  public synchronized void record(Event event) {
    if (events.size() == most) {
      events.removeFirst();
    }
    events.addLast(event);
  }

  /** The events kept for one account, or for all, those without a caller among them. */
  public synchronized List<Event> events(Optional<String> account) {
    return events.stream()
        .filter(event -> account.isEmpty() || event.recipient().equals(account))
        .toList();
  }
}
