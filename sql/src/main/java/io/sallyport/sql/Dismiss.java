package io.sallyport.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes one of the vendor's people from the portal; what they did stays in the trail. */
@Command(
    name = "sallyport-dismiss",
    mixinStandardHelpOptions = true,
    description = {
      "Removes one of the vendor's people from the portal, as the account sallyport_owner:",
      "their passkeys are gone and their sessions end at their next request."
    })
public final class Dismiss implements Callable<Integer> {
  private static final String VENDOR = "5a11f0a7-0000-4000-8000-000000000001";

  @Option(
      names = "--url",
      required = true,
      description =
          "JDBC URL with sslmode=verify-full, sslrootcert, sslcert and sslkey; the certificate's"
              + " CN is sallyport_owner.")
  private String url;

  @Option(names = "--person", required = true, description = "Their id, a UUID.")
  private UUID person;

  /** For IT: {@code java -cp … io.sallyport.sql.Dismiss --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Dismiss()).execute(arguments));
  }

  @Override
  public Integer call() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    try {
      if (dismiss(source, person)) {
        System.out.println("Removed.");
        return CommandLine.ExitCode.OK;
      }
      System.err.println("None of the vendor's people has this id, or they were removed already.");
      return CommandLine.ExitCode.USAGE;
    } catch (SQLException e) {
      System.err.println("The database refused: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /**
   * Removes, all or nothing.
   *
   * @param owner connects as {@code sallyport_owner}
   * @return whether there was such a person
   */
  public static boolean dismiss(DataSource owner, UUID person) throws SQLException {
    try (Connection connection = owner.getConnection()) {
      connection.setAutoCommit(false);
      int removed =
          update(
              connection,
              "update sallyport.person set removed_at = now()"
                  + " where id = ? and removed_at is null and tenant_id = '"
                  + VENDOR
                  + "'",
              person);
      if (removed == 1) {
        for (String gone :
            List.of(
                "delete from sallyport.passkey where person_id = ?",
                "update sallyport.sign_in set ended_at = now()"
                    + " where ended_at is null and person_id = ?")) {
          update(connection, gone, person);
        }
      }
      connection.commit();
      return removed == 1;
    }
  }

  private static int update(Connection connection, String sql, UUID person) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, person);
      return statement.executeUpdate();
    }
  }
}
