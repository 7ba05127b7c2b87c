package io.sallyport.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Invites one of the vendor's people to the portal. Whoever opens the link first registers a
 * passkey and is that person from then on.
 */
@Command(
    name = "sallyport-invite",
    mixinStandardHelpOptions = true,
    description = {
      "Invites one of the vendor's people to the portal, as the account sallyport_owner.",
      "Prints a code that works once: hand it over on a way that only its owner reads."
    })
public final class Invite implements Callable<Integer> {
  private static final String VENDOR = "5a11f0a7-0000-4000-8000-000000000001";
  private static final int CODE = 16;

  /** What somebody may become. */
  public enum StaffRole {
    KEY_CUSTODIAN("key-custodian"),
    SUPPORT("support"),
    OPERATOR("operator"),
    SECURITY_OFFICER("security-officer"),
    AUDITOR("auditor");

    private final String roleName;

    StaffRole(String roleName) {
      this.roleName = roleName;
    }

    @Override
    public String toString() {
      return roleName;
    }
  }

  @Option(
      names = "--url",
      required = true,
      description =
          "JDBC URL with sslmode=verify-full, sslrootcert, sslcert and sslkey; the certificate's"
              + " CN is sallyport_owner.")
  private String url;

  @Option(
      names = "--role",
      required = true,
      description = "What they become: ${COMPLETION-CANDIDATES}.")
  private List<StaffRole> roles;

  @Option(names = "--name", required = true, description = "Their name, as others see it.")
  private String name;

  @Option(
      names = "--person",
      description =
          "Their id, a UUID; a custodian's certificate names the same. Random unless given.")
  private UUID person = UUID.randomUUID();

  @Option(
      names = "--hours",
      description = "How long the code works, 1 to 168. Default: ${DEFAULT-VALUE}.",
      defaultValue = "24")
  private int hours;

  @Option(names = "--json", description = "Print one JSON object instead of sentences.")
  private boolean json;

  /** For IT: {@code java -cp … io.sallyport.sql.Invite --help}. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Invite()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() {
    if (hours < 1 || hours > 168) {
      System.err.println("--hours must be from 1 to 168");
      return CommandLine.ExitCode.USAGE;
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    try {
      String code = invite(source, person, name, Set.copyOf(roles), hours);
      System.out.println(
          json
              ? "{\"person\":\"%s\",\"code\":\"%s\",\"page\":\"/join#%s\"}"
                  .formatted(person, code, code)
              : "Person %s. Within %d hours, open the portal at /join#%s"
                  .formatted(person, hours, code));
      return CommandLine.ExitCode.OK;
    } catch (SQLException e) {
      System.err.println("The database refused: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /**
   * Invites.
   *
   * @param owner connects as {@code sallyport_owner}
   * @return the code, 128 random bits in base64url; the database keeps its hash only
   */
  public static String invite(
      DataSource owner, UUID person, String name, Set<StaffRole> roles, int hours)
      throws SQLException {
    byte[] random = new byte[CODE];
    new SecureRandom().nextBytes(random);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try (Connection connection = owner.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into sallyport.invitation"
                    + " (code_hash, tenant_id, person_id, display_name, roles, expires_at)"
                    + " values (?, ?::uuid, ?, ?, ?, now() + make_interval(hours => ?))");
        // Somebody who has not come yet gets a new code; somebody who has is refused one.
        PreparedStatement replaced =
            connection.prepareStatement(
                "delete from sallyport.invitation where used_at is null and person_id = ?")) {
      replaced.setObject(1, person);
      replaced.executeUpdate();
      insert.setBytes(1, hash(code));
      insert.setString(2, VENDOR);
      insert.setObject(3, person);
      insert.setString(4, name);
      insert.setArray(
          5,
          connection.createArrayOf(
              "text", roles.stream().map(StaffRole::toString).sorted().toArray()));
      insert.setInt(6, hours);
      insert.executeUpdate();
    }
    return code;
  }

  private static byte[] hash(String code) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
