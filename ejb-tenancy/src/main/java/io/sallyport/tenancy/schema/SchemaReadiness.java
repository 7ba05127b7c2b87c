package io.sallyport.tenancy.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A node is ready when its database answers and was migrated to this release's schema. */
@Readiness
@ApplicationScoped
public class SchemaReadiness implements HealthCheck {
  /** The newest migration that this release was built with. */
  public static final String VERSION = "018";

  @Resource(lookup = "jdbc/sallyport")
  private DataSource database;

  @Override
  public HealthCheckResponse call() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet newest =
            statement.executeQuery(
                "select max(version) from flyway_schema_history where success")) {
      newest.next();
      String found = newest.getString(1);
      return HealthCheckResponse.named("database")
          .status(VERSION.equals(found))
          .withData("schema", String.valueOf(found))
          .withData("expected", VERSION)
          .build();
    } catch (SQLException e) {
      // The message names hosts and accounts: those who may read it find it in the log.
      return HealthCheckResponse.named("database")
          .down()
          .withData("error", "SP-DATABASE-UNAVAILABLE, SQLSTATE " + e.getSQLState())
          .build();
    }
  }
}
