package io.sallyport.tenancy.audit;

import io.sallyport.tenancy.schema.DatabaseCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * What a node writes into the trail bears its own clock's time, so it is ready only while that is
 * within half a minute of the database's, which all nodes share.
 */
@Readiness
@ApplicationScoped
public class ClockReadiness extends DatabaseCheck {
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  public ClockReadiness() {
    super("clock", "select clock_timestamp()");
  }

  @Override
  protected void judge(ResultSet row, HealthCheckResponseBuilder answer) throws SQLException {
    Instant its = row.getObject(1, OffsetDateTime.class).toInstant();
    Duration ahead = Duration.between(its, Instant.now());
    answer
        .status(ahead.abs().compareTo(TOLERATED) <= 0)
        .withData("secondsAheadOfDatabase", ahead.toSeconds());
  }
}
