package io.sallyport.tenancy.audit;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What a node writes into the trail bears its own clock's time, so it is ready only while that is
 * within half a minute of the database's, which all nodes share.
 */
@Readiness
@ApplicationScoped
public class ClockReadiness implements HealthCheck {
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  @Resource(lookup = "jdbc/sallyport")
  private DataSource database;

  @Override
  public HealthCheckResponse call() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet its = statement.executeQuery("select clock_timestamp()")) {
      its.next();
      Duration ahead =
          Duration.between(its.getObject(1, OffsetDateTime.class).toInstant(), Instant.now());
      return HealthCheckResponse.named("clock")
          .status(ahead.abs().compareTo(TOLERATED) <= 0)
          .withData("secondsAheadOfDatabase", ahead.toSeconds())
          .build();
    } catch (SQLException e) {
      return HealthCheckResponse.named("clock")
          .down()
          .withData("error", "SP-DATABASE-UNAVAILABLE, SQLSTATE " + e.getSQLState())
          .build();
    }
  }
}
