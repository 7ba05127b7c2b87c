package io.sallyport.api.running;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.RunningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The requests that are under way on this node, each in a thread of its own, so that they can be
 * broken off. A thread is never interrupted, for it may be writing into the trail: what it waits
 * for is closed, and it asks for nothing further.
 */
@ApplicationScoped
public class RunningRequests {
  private final Map<UUID, Running> all = new ConcurrentHashMap<>();
  private final ThreadLocal<Running> ofThread = new ThreadLocal<>();

  private static final class Running {
    private final TenantId tenant;
    private final RunningRequest request;
    private Runnable breaking;
    private boolean broken;

    Running(TenantId tenant, RunningRequest request) {
      this.tenant = tenant;
      this.request = request;
    }

    synchronized void waitsFor(Runnable how) {
      if (broken) {
        throw new ProblemException(ErrorCode.REQUEST_CANCELLED);
      }
      breaking = how;
    }

    /** While it is broken off it does not end: what it used is not somebody else's yet. */
    synchronized void breakOff() {
      broken = true;
      if (breaking != null) {
        breaking.run();
      }
    }

    synchronized boolean end() {
      breaking = null;
      return broken;
    }
  }

  /**
   * Does something as a request that can be broken off.
   *
   * @throws ProblemException {@code SP-REQUEST-CANCELLED} when it was, and had no answer yet
   */
  public <T> T during(TenantId tenant, RunningRequest request, Supplier<T> act) {
    Running running = new Running(tenant, request);
    all.put(request.requestId(), running);
    ofThread.set(running);
    try {
      return act.get();
    } catch (RuntimeException e) {
      throw running.end() ? new ProblemException(ErrorCode.REQUEST_CANCELLED, e) : e;
    } finally {
      running.end();
      ofThread.remove();
      all.remove(request.requestId());
    }
  }

  /**
   * Tells how that is broken off which this thread is about to wait for; of no consequence where it
   * does nothing that can be broken off.
   *
   * @param how ends the waiting soon, and does not wait itself
   * @throws ProblemException {@code SP-REQUEST-CANCELLED} when it is not to begin any more
   */
  public void waitsFor(Runnable how) {
    Running running = ofThread.get();
    if (running != null) {
      running.waitsFor(how);
    }
  }

  /** A company's. */
  public List<RunningRequest> of(TenantId tenant) {
    return all.values().stream()
        .filter(each -> each.tenant.equals(tenant))
        .map(each -> each.request)
        .toList();
  }

  /**
   * Breaks one off.
   *
   * @throws ProblemException {@code SP-REQUEST-NOT-RUNNING} when the company has none of that id
   *     under way here
   */
  public void cancel(TenantId tenant, UUID request) {
    Running running = all.get(request);
    if (running == null || !running.tenant.equals(tenant)) {
      throw new ProblemException(ErrorCode.REQUEST_NOT_RUNNING);
    }
    running.breakOff();
  }
}
