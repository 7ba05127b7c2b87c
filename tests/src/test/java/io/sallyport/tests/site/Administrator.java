package io.sallyport.tests.site;

import io.sallyport.demo.RunningDemo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database's administrator, whom no grant and no row-level security holds. */
public final class Administrator {
  private Administrator() {}

  /** The first column of a query's first row. */
  public static String query(RunningDemo demo, String sql) throws SQLException {
    try (Connection connection = demo.database().as("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Makes it later for an approval: the moment that it waits for is now. */
  public static void later(RunningDemo demo, String approval, String moment) throws SQLException {
    later(demo, approval, moment, "now()");
  }

  /** The same, for another time than now. */
  public static void later(RunningDemo demo, String approval, String moment, String time)
      throws SQLException {
    execute(
        demo,
        """
        alter table sallyport.approval disable trigger approval_is_decided_once;
        update sallyport.approval set %s = %s where id = '%s';
        alter table sallyport.approval enable trigger approval_is_decided_once"""
            .formatted(moment, time, approval));
  }

  /** The same for all sign-ins that there are. */
  public static void laterForEverybody(RunningDemo demo, String moment) throws SQLException {
    execute(
        demo, "update sallyport.sign_in set %s = now() where ended_at is null".formatted(moment));
  }

  /** Executes statements. */
  public static void execute(RunningDemo demo, String sql) throws SQLException {
    try (Connection connection = demo.database().as("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
