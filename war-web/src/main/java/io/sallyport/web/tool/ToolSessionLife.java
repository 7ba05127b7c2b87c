package io.sallyport.web.tool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long a session for AWS tools lasts: {@code sallyport.tool-session.longest}. */
@ApplicationScoped
public class ToolSessionLife {
  private static final Duration MOST = Duration.ofHours(12);

  private final Duration longest;

  /** For the container's proxy. */
  protected ToolSessionLife() {
    longest = null;
  }

  /**
   * Takes the setting.
   *
   * @throws IllegalArgumentException for one that is not between a second and twelve hours
   */
  @Inject
  public ToolSessionLife(
      @ConfigProperty(name = "sallyport.tool-session.longest", defaultValue = "PT1H")
          Duration longest) {
    if (longest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "sallyport.tool-session.longest must be between PT1S and PT12H, not " + longest);
    }
    this.longest = longest;
  }

  /** From its issue to its end. */
  public Duration longest() {
    return longest;
  }
}
