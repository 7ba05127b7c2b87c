package io.sallyport.web.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times on pages: always UTC, and said so, as in the audit trail and in CloudTrail. */
@Named
@ApplicationScoped
public class Utc {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** E.g. {@code 2026-11-23 18:04:59 UTC}. */
  public String text(Instant at) {
    return FORM.format(at);
  }

  /** The same, or {@code otherwise} for null. */
  public String orElse(Instant at, String otherwise) {
    return at == null ? otherwise : FORM.format(at);
  }
}
