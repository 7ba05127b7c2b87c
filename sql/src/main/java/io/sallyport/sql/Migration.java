package io.sallyport.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Creates the database accounts and migrates the schema. IT runs it before a new release's nodes
 * start; running it again changes nothing.
 *
 * <p>The accounts need a database administrator, the migrations only {@code sallyport_owner}: the
 * two steps may be done by different people with different certificates.
 */
@Command(
    name = "sallyport-migrate",
    mixinStandardHelpOptions = true,
    description = "Brings a PostgreSQL database to this release's schema.")
public final class Migration implements Callable<Integer> {
  private static final String SCHEMA = "sallyport";
  private static final String MIGRATIONS = "classpath:io/sallyport/sql/migration";

  @Option(
      names = "--url",
      required = true,
      description =
          "JDBC URL with sslmode=verify-full, sslrootcert, sslcert and sslkey; the certificate's"
              + " CN is the account.")
  private String url;

  @Option(
      names = "--accounts",
      description = "Create the accounts and the schema (as administrator) instead of migrating.")
  private boolean accounts;

  /** For IT: {@code java -cp … io.sallyport.sql.Migration --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Migration()).execute(arguments));
  }

  @Override
  public Integer call() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    try {
      if (accounts) {
        createAccounts(source);
        System.out.println("The accounts exist.");
      } else {
        System.out.println("Migrations applied: " + migrate(source));
      }
      return CommandLine.ExitCode.OK;
    } catch (SQLException | FlywayException e) {
      System.err.println("The database refused: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /**
   * Creates the accounts {@code sallyport_owner}, {@code sallyport_web} and {@code
   * sallyport_decrypt} and the schema, as far as they are missing.
   *
   * @param administrator connects as an account that may create roles
   */
  public static void createAccounts(DataSource administrator) throws SQLException {
    try (Connection connection = administrator.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(script());
    }
  }

  /**
   * Applies the migrations that are missing.
   *
   * @param owner connects as {@code sallyport_owner}
   * @return how many were applied
   */
  public static int migrate(DataSource owner) {
    // By the class's own loader: a thread of a pool may have another.
    return Flyway.configure(Migration.class.getClassLoader())
        .failOnMissingLocations(true)
        .dataSource(owner)
        .schemas(SCHEMA)
        .createSchemas(false)
        .locations(MIGRATIONS)
        .cleanDisabled(true)
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private static String script() {
    try (InputStream in = Migration.class.getResourceAsStream("accounts.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("this archive is damaged: accounts.sql", e);
    }
  }
}
