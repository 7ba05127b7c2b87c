package io.sallyport.api.tool;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sallyport.contract.vault.SealSignal;
import io.sallyport.contract.vault.ToolSession;
import io.sallyport.contract.vault.ToolSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Keeps tools' sessions opened, in memory only, so that each request of a tool does not open its
 * session anew. All are forgotten when the node is sealed. What is kept may be over: that is asked
 * at each request.
 */
@ApplicationScoped
public class OpenedSessions {
  private static final long MOST = 10_000;
  private static final Duration UNUSED = Duration.ofMinutes(15);

  private final LoadingCache<String, ToolSession> opened;

  /** For the container's proxy. */
  protected OpenedSessions() {
    opened = null;
  }

  @Inject
  public OpenedSessions(ToolSessions sessions, SealSignal vault) {
    opened =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(UNUSED)
            .scheduler(Scheduler.systemScheduler())
            .build(sessions::open);
    vault.whenSealed(opened::invalidateAll);
  }

  /**
   * The session of that token.
   *
   * @throws io.sallyport.contract.error.ProblemException as {@link ToolSessions#open}
   */
  public ToolSession of(String token) {
    return opened.get(token);
  }
}
