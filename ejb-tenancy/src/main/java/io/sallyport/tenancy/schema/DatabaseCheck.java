package io.sallyport.tenancy.schema;

import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** A check that asks the database one question; it is down when that does not answer. */
public abstract class DatabaseCheck implements HealthCheck {
  private final String name;
  private final String question;

  @Resource(lookup = "jdbc/sallyport")
  private DataSource database;

  /**
   * A check.
   *
   * @param question a query that answers with one row
   */
  protected DatabaseCheck(String name, String question) {
    this.name = name;
    this.question = question;
  }

  /** Judges the row that came. */
  protected abstract void judge(ResultSet row, HealthCheckResponseBuilder answer)
      throws SQLException;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named(name);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      judge(row, answer);
      return answer.build();
    } catch (SQLException e) {
      // The message names hosts and accounts: those who may read it find it in the log.
      return answer
          .down()
          .withData("error", "SP-DATABASE-UNAVAILABLE, SQLSTATE " + e.getSQLState())
          .build();
    }
  }
}
