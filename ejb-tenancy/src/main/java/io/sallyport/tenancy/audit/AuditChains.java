package io.sallyport.tenancy.audit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.sallyport.contract.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends links to tenants' chains, for each tenant in the order in which they come. A chain grows
 * at one end only, so whoever appends keeps others from it until the disk has what it wrote: those
 * who wait meanwhile have theirs written together, in one transaction, by the first of them.
 */
@ApplicationScoped
public class AuditChains {
  private static final int MOST_AT_ONCE = 64;
  private static final int MOST_FAILED = 2;

  /** Whoever is about to append to a chain, or waits, keeps it. */
  private final LoadingCache<TenantId, Chain> chains =
      Caffeine.newBuilder().weakValues().build(tenant -> new Chain());

  private final AuditWriter writer;

  /** For the container's proxy. */
  protected AuditChains() {
    writer = null;
  }

  @Inject
  public AuditChains(AuditWriter writer) {
    this.writer = writer;
  }

  /** Of one tenant, on this node. */
  private static final class Chain {
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    synchronized void add(Waiting link) {
      waiting.add(link);
    }

    synchronized int size() {
      return waiting.size();
    }

    synchronized List<Waiting> next() {
      List<Waiting> next = new ArrayList<>();
      while (next.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
        next.add(waiting.remove());
      }
      return next;
    }
  }

  /** One link, until it is known whether it was written. Looked at by whoever has the turn. */
  private static final class Waiting {
    private final NewLink link;
    private boolean decided;
    private RuntimeException failure;

    Waiting(NewLink link) {
      this.link = link;
    }

    void decide(RuntimeException thrown) {
      decided = true;
      failure = thrown;
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
    chain.add(mine);
    chain.turn.lock();
    try {
      while (!mine.decided) {
        write(chain.next());
      }
    } finally {
      chain.turn.unlock();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  /** How many wait while one is being written. */
  int waiting(TenantId tenant) {
    return chains.get(tenant).size();
  }

  private void write(List<Waiting> links) {
    RuntimeException together = attempt(links);
    if (together == null || links.size() == 1) {
      links.forEach(each -> each.decide(together));
      return;
    }
    // What one of them cannot have written is not for the others to suffer; but where there is no
    // database, each would wait for it. None is written twice: each has the id that it had.
    int failed = 0;
    for (Waiting each : links) {
      RuntimeException alone = failed < MOST_FAILED ? attempt(List.of(each)) : together;
      each.decide(alone);
      failed += alone == null ? 0 : 1;
    }
  }

  private RuntimeException attempt(List<Waiting> links) {
    try {
      writer.append(links.get(0).link.tenant(), links.stream().map(each -> each.link).toList());
      return null;
    } catch (RuntimeException e) {
      return e;
    } catch (Error e) {
      // Whoever else waits must hear of it, too.
      return new IllegalStateException(e);
    }
  }
}
