package io.sallyport.tenancy.schema;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A node is ready when its database answers and was migrated to this release's schema. */
@Readiness
@ApplicationScoped
public class SchemaReadiness extends DatabaseCheck {
  /** The newest migration that this release was built with. */
  public static final String VERSION = "022";

  public SchemaReadiness() {
    super("database", "select max(version) from flyway_schema_history where success");
  }

  @Override
  protected void judge(ResultSet row, HealthCheckResponseBuilder answer) throws SQLException {
    String found = row.getString(1);
    answer
        .status(VERSION.equals(found))
        .withData("schema", String.valueOf(found))
        .withData("expected", VERSION);
  }
}
