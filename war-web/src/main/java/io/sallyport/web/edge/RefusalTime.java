package io.sallyport.web.edge;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/**
 * Keeps a refusal back until a whole number of {@link #GRAIN}s has passed since the request came,
 * as {@link EvenRefusals} promises. How many may wait is bounded by the limits that stand before.
 * What was tried too often is told at once: it was not looked at.
 */
@Provider
@EvenRefusals
@Priority(Priorities.AUTHENTICATION)
public class RefusalTime implements ContainerRequestFilter, ContainerResponseFilter {
  /** Longer than whatever is refused takes, on a node that is not overloaded. */
  static final Duration GRAIN = Duration.ofMillis(400);

  private static final String SINCE = RefusalTime.class.getName();

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(SINCE, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(SINCE) instanceof Long since
        && response.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode()
        && response.getStatus() != Response.Status.TOO_MANY_REQUESTS.getStatusCode()) {
      try {
        Thread.sleep(Duration.ofNanos(rest(System.nanoTime() - since)).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is missing to the next whole grain. */
  static long rest(long taken) {
    long grain = GRAIN.toNanos();
    return grain - taken % grain;
  }
}
