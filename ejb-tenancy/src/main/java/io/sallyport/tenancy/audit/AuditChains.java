package io.sallyport.tenancy.audit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.sallyport.contract.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Appends links to tenants' chains, for each tenant in the order in which they come. A chain grows
 * at one end only, so whoever appends keeps others from it until the disk has what it wrote: those
 * who wait meanwhile have theirs written together, in one transaction, by the first of them.
 */
@ApplicationScoped
public class AuditChains {
  private static final int MOST_AT_ONCE = 64;

  /** With what the database takes at most, less than a web node waits for a decrypt node. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Made beforehand: there may be no memory when it is needed. */
  private static final RuntimeException NOT_KNOWN =
      new IllegalStateException("it is not known whether it was written");

  /** Whoever is about to append to a chain, or waits, keeps it. */
  private final LoadingCache<TenantId, Chain> chains =
      Caffeine.newBuilder().weakValues().build(tenant -> new Chain());

  private final AuditWriter writer;
  private final Duration patience;

  /** For the container's proxy. */
  protected AuditChains() {
    writer = null;
    patience = null;
  }

  @Inject
  public AuditChains(AuditWriter writer) {
    this(writer, PATIENCE);
  }

  AuditChains(AuditWriter writer, Duration patience) {
    this.writer = writer;
    this.patience = patience;
  }

  /** Of one tenant, on this node: those who wait, the first of whom writes. */
  private static final class Chain {
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean led;

    /** Whether it is for this one to write. */
    synchronized boolean enter(Waiting mine) {
      waiting.add(mine);
      boolean first = !led;
      led = true;
      return first;
    }

    /** Those that are written next, the writer's own first. */
    synchronized List<Waiting> next() {
      List<Waiting> next = new ArrayList<>(MOST_AT_ONCE);
      while (next.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
        next.add(waiting.remove());
      }
      return next;
    }

    /** The next one writes, if there is one. */
    synchronized void passOn() {
      Waiting next = waiting.peek();
      led = next != null;
      if (led) {
        next.turn.complete(true);
      }
    }

    /** Whether it waits no longer: it is not being written, nor about to write. */
    synchronized boolean leave(Waiting mine) {
      return !mine.turn.isDone() && waiting.remove(mine);
    }

    synchronized int size() {
      return waiting.size();
    }
  }

  /** One link, until it is known whether it was written. */
  private static final class Waiting {
    private final NewLink link;

    /** True when it is for this one to write, false when that was done. */
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

    private RuntimeException failure = NOT_KNOWN;

    Waiting(NewLink link) {
      this.link = link;
    }

    /** Null when it was written. */
    void decide(RuntimeException thrown) {
      failure = thrown;
    }

    void end() {
      turn.complete(false);
    }
  }

  /**
   * Appends one; it is committed when this returns.
   *
   * @throws RuntimeException when that is not so, or not known
   */
  void append(NewLink link) {
    Chain chain = chains.get(link.tenant());
    Waiting mine = new Waiting(link);
    if (chain.enter(mine) || isToWrite(chain, mine)) {
      write(chain);
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  private boolean isToWrite(Chain chain, Waiting mine) {
    try {
      return mine.turn.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (chain.leave(mine)) {
        throw new IllegalStateException("those before it took too long", e);
      }
      // What is being written comes to an end, as the database's own limits say.
      return mine.turn.join();
    }
  }

  private void write(Chain chain) {
    List<Waiting> links = chain.next();
    try {
      write(links);
    } finally {
      links.forEach(Waiting::end);
      chain.passOn();
    }
  }

  /** What one link cannot have written is not for the others to suffer. */
  private void write(List<Waiting> links) {
    RuntimeException together = attempt(links);
    if (together == null || links.size() == 1 || !isOfOneLink(together)) {
      links.forEach(each -> each.decide(together));
      return;
    }
    RuntimeException lost = null;
    for (Waiting each : links) {
      RuntimeException alone = lost == null ? attempt(List.of(each)) : lost;
      each.decide(alone);
      if (alone != null && !isOfOneLink(alone)) {
        lost = alone;
      }
    }
  }

  private RuntimeException attempt(List<Waiting> links) {
    try {
      writer.append(links.get(0).link.tenant(), links.stream().map(each -> each.link).toList());
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /**
   * Whether the database refused what was to be written, and wrote nothing: all else is of the
   * database, and trying again would only take its time once more.
   *
   * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">Classes 22 and
   *     23</a>
   */
  private static boolean isOfOneLink(RuntimeException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
      }
    }
    return false;
  }

  /** How many wait while one is being written. */
  int waiting(TenantId tenant) {
    return chains.get(tenant).size();
  }
}
