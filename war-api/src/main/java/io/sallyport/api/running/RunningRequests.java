package io.sallyport.api.running;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.RunningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  /** What comes of a connection that was closed. */
  private static final Set<ErrorCode> OF_CLOSING =
      EnumSet.of(
          ErrorCode.REQUEST_CANCELLED,
          ErrorCode.AWS_UNAVAILABLE,
          ErrorCode.NODE_UNREACHABLE,
          ErrorCode.NODE_NOT_TRUSTED);

  private final Map<UUID, Running> all = new ConcurrentHashMap<>();
  private final ThreadLocal<Running> ofThread = new ThreadLocal<>();

  private static final class Running {
    private final TenantId tenant;
    private final RunningRequest request;
    private Runnable breaking;
    private boolean broken;
    private boolean ended;

    Running(TenantId tenant, RunningRequest request) {
      this.tenant = tenant;
      this.request = request;
    }

    synchronized void begin() {
      if (broken) {
        throw new ProblemException(ErrorCode.REQUEST_CANCELLED);
      }
    }

    synchronized void waitsFor(Runnable how) {
      begin();
      breaking = how;
    }

    /** While it is broken off it does not end: what it used is not somebody else's yet. */
    synchronized boolean breakOff() {
      if (ended) {
        return false;
      }
      broken = true;
      if (breaking != null) {
        breaking.run();
      }
      return true;
    }

    synchronized void end() {
      ended = true;
    }

    synchronized RunningRequest told() {
      return broken ? request.ending() : request;
    }

    /** What it failed with: what comes of its being broken off is that, and all else what it is. */
    synchronized RuntimeException told(RuntimeException thrown) {
      boolean ofClosing =
          !(thrown instanceof ProblemException problem)
              || OF_CLOSING.contains(problem.problem().errorCode());
      return broken && ofClosing
          ? new ProblemException(ErrorCode.REQUEST_CANCELLED, thrown)
          : thrown;
    }
  }

  /**
   * Lists a request, so that it can be broken off, from before its intent is written.
   *
   * @param whole the request with its trail; {@link #act} does within it what is broken off
   */
  public <T> T during(TenantId tenant, RunningRequest request, Supplier<T> whole) {
    Running running = new Running(tenant, request);
    all.put(request.requestId(), running);
    ofThread.set(running);
    try {
      return whole.get();
    } finally {
      running.end();
      ofThread.remove();
      all.remove(request.requestId(), running);
    }
  }

  /**
   * Does what this thread's request is about. What comes after, its outcome, is broken off no more.
   *
   * @throws ProblemException {@code SP-REQUEST-CANCELLED} when it was broken off, and had no answer
   *     yet
   */
  public <T> T act(Supplier<T> act) {
    Running running = ofThread.get();
    running.begin();
    try {
      return act.get();
    } catch (RuntimeException e) {
      // Before it is told: what had failed already was not broken off.
      running.end();
      throw running.told(e);
    } finally {
      running.end();
    }
  }

  /** Does what others wait for, too: that goes on, and the request ends after it. */
  public <T> T forOthersToo(Supplier<T> act) {
    Running mine = ofThread.get();
    ofThread.remove();
    try {
      return act.get();
    } finally {
      if (mine != null) {
        ofThread.set(mine);
      }
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
        .map(Running::told)
        .toList();
  }

  /**
   * Breaks one off: at once while it waits for AWS or for a company's node, and before it does that
   * else.
   *
   * @throws ProblemException {@code SP-REQUEST-NOT-RUNNING} when the company has none of that id
   *     under way here
   */
  public void cancel(TenantId tenant, UUID request) {
    Running running = all.get(request);
    if (running == null || !running.tenant.equals(tenant) || !running.breakOff()) {
      throw new ProblemException(ErrorCode.REQUEST_NOT_RUNNING);
    }
  }
}
