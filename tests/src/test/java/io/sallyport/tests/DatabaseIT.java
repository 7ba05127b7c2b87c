package io.sallyport.tests;

import static io.sallyport.tests.site.Administrator.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tenancy.schema.SchemaReadiness;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the database itself refuses, whatever a node's code does. */
@ExtendWith(Site.class)
class DatabaseIT {
  private static final String WEB = "sallyport_web";
  private static final String DECRYPT = "sallyport_decrypt";
  private static final String DENIED = "42501";

  @Test
  void theWebNodesAccountCannotReadAPayloadBack(RunningDemo demo, Browser browser)
      throws Exception {
    String tenant = tenantOf(demo, Customer.connected(demo, browser));
    assertThat(count(demo, DECRYPT, tenant, "select count(payload) from sealed_envelope"))
        .isPositive();
    for (String query :
        new String[] {
          "select payload from sealed_envelope",
          "select ticket from sealed_envelope",
          "select ingest_signature from sealed_envelope",
          "select * from sealed_envelope",
          "update sealed_envelope set payload = '' returning payload",
          "copy sealed_envelope to stdout"
        }) {
      assertRefused(demo, WEB, tenant, query);
    }
  }

  @Test
  void noAccountSeesAnotherTenantsRowsAndWithoutATenantNobodySeesAny(
      RunningDemo demo, Browser browser) throws Exception {
    String one = tenantOf(demo, Customer.connected(demo, browser));
    String other = tenantOf(demo, Customer.registered(browser));
    for (String table : new String[] {"tenant", "connection", "audit_event"}) {
      String query = "select count(*) from " + table;
      assertThat(count(demo, WEB, one, query)).as(table).isPositive();
      assertThat(count(demo, WEB, other, query + column(table, one))).as(table).isZero();
      assertThat(count(demo, DECRYPT, other, query + column(table, one))).as(table).isZero();
      assertThat(count(demo, WEB, "", query)).as(table).isZero();
    }
    assertThat(count(demo, DECRYPT, other, "select count(payload) from sealed_envelope")).isZero();
    assertThat(count(demo, DECRYPT, "", "select count(payload) from sealed_envelope")).isZero();
  }

  private static String column(String table, String tenant) {
    return " where " + (table.equals("tenant") ? "id" : "tenant_id") + " = '" + tenant + "'";
  }

  @Test
  void onlyADecryptNodeSaysThatAConnectionIsVerifiedAndNewDetailsAreUntested(
      RunningDemo demo, Browser browser) throws Exception {
    String tenant = tenantOf(demo, Customer.connected(demo, browser));
    assertRefused(demo, WEB, tenant, "update connection set state = 'VERIFIED'");
    String usable = "select count(*) from connection where state = 'VERIFIED'";
    assertThat(count(demo, WEB, tenant, usable)).isOne();
    run(demo, WEB, tenant, "update connection set version = version + 1");
    assertThat(count(demo, WEB, tenant, usable)).isZero();
  }

  @Test
  void nobodyChoosesOrChangesAnExternalId(RunningDemo demo, Browser browser) throws Exception {
    String tenant = tenantOf(demo, Customer.registered(browser));
    String update = "update tenant set external_id = gen_random_uuid()";
    String fresh = UUID.randomUUID().toString();
    assertRefused(demo, WEB, tenant, update);
    assertRefused(demo, DECRYPT, tenant, update);
    assertRefused(demo, "sallyport_owner", tenant, update);
    assertRefused(
        demo,
        WEB,
        fresh,
        "insert into tenant (id, name, external_id) values ('"
            + fresh
            + "', 'x', gen_random_uuid())");
    assertRefused(
        demo, DECRYPT, fresh, "insert into tenant (id, name) values ('" + fresh + "', 'x')");
  }

  /** By what the API guide says, and none of our code. */
  @Test
  void whoeverReadsTheTrailByTheApiCanTellThatItIsWhole(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    JsonArray links =
        JsonParser.parseString(customer.api().get("activity").expect(200).body()).getAsJsonArray();
    assertThat(links).hasSizeGreaterThan(10);
    String before = "0".repeat(64);
    for (int at = links.size() - 1; at >= 0; at--) {
      JsonObject link = links.get(at).getAsJsonObject();
      String hash = link.remove("hash").getAsString();
      assertThat(link.get("sequence").getAsInt()).isEqualTo(links.size() - at);
      assertThat(link.get("previous").getAsString()).isEqualTo(before);
      byte[] canonical =
          new JsonCanonicalizer(link.toString())
              .getEncodedString()
              .getBytes(StandardCharsets.UTF_8);
      before = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
      assertThat(before).as("%s", link).isEqualTo(hash);
    }
  }

  /** Two decrypt nodes that look at the same moment: the second passes by, and does not wait. */
  @Test
  void aConnectionThatIsDueIsOneNodesOnly(RunningDemo demo, Browser browser) throws Exception {
    String due = Customer.connected(demo, browser).connection();
    try (Connection one = demo.database().as(DECRYPT).getConnection();
        Connection other = demo.database().as(DECRYPT).getConnection()) {
      one.setAutoCommit(false);
      try (Statement patience = other.createStatement()) {
        patience.execute("set lock_timeout = '2s'");
      }
      // The site's own node looks, too, and may have been first.
      Waiting.until(
          () -> {
            one.rollback();
            execute(
                demo,
                "update sallyport.connection set next_test_at = now() - interval '9 days'"
                    + " where id = '%s'".formatted(due));
            return claim(one).contains(due);
          },
          Duration.ofSeconds(20));
      assertThat(claim(other)).doesNotContain(due);
      one.commit();
      assertThat(claim(other)).as("taken for a quarter of an hour").doesNotContain(due);
    }
  }

  private static List<String> claim(Connection node) throws SQLException {
    try (Statement statement = node.createStatement();
        ResultSet rows =
            statement.executeQuery("select connection_id from sallyport.claim_due_connection()")) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }

  @Test
  void theAuditTrailIsOnlyAddedToAndOnlyAtItsEnd(RunningDemo demo, Browser browser)
      throws Exception {
    String tenant = tenantOf(demo, Customer.registered(browser));
    for (String account : new String[] {WEB, DECRYPT, "sallyport_owner"}) {
      assertRefused(demo, account, tenant, "update audit_event set outcome = 'ok'");
      assertRefused(demo, account, tenant, "delete from audit_event");
      assertRefused(demo, account, tenant, "truncate audit_event");
    }
    assertThatThrownBy(
            () ->
                run(
                    demo,
                    WEB,
                    tenant,
                    "insert into audit_event select tenant_id, 99, gen_random_uuid(), at, node,"
                        + " person_id, action, phase, intent_id, subject, request_id, outcome,"
                        + " facts, previous_hash, hash from audit_event where sequence = 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("must follow the last one");
  }

  @Test
  void programsBelongToTheirTenantAndWhatWasRemovedStaysRemoved(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    Program.of(demo, customer).get("connections", "connections:read").expect(200);
    String one = tenantOf(demo, customer);
    String other = tenantOf(demo, Customer.registered(browser));
    for (String table : new String[] {"api_client", "api_key", "api_token_used"}) {
      String query = "select count(*) from " + table;
      assertThat(count(demo, WEB, one, query)).as(table).isOne();
      assertThat(count(demo, WEB, other, query)).as(table).isZero();
      assertThat(count(demo, WEB, "", query)).as(table).isZero();
      assertRefused(demo, DECRYPT, one, query);
    }
    for (String change :
        new String[] {
          "update api_key set jwk = '{}'",
          "update api_client set scopes = array['requests:send']",
          "update api_client set jwks_url = 'https://localhost'",
          "update api_token_used set expires_at = now()",
          "delete from api_client",
          "delete from api_key"
        }) {
      assertRefused(demo, WEB, one, change);
    }
    for (String table : new String[] {"api_client", "api_key"}) {
      run(demo, WEB, one, "update " + table + " set removed_at = now()");
      assertRefused(demo, WEB, one, "update " + table + " set removed_at = null");
    }
  }

  @Test
  void theNodesAreBuiltForTheNewestMigration(RunningDemo demo) throws Exception {
    try (Connection connection = demo.database().as("sallyport_owner").getConnection();
        Statement statement = connection.createStatement();
        ResultSet newest =
            statement.executeQuery("select max(version) from flyway_schema_history")) {
      newest.next();
      assertThat(newest.getString(1)).isEqualTo(SchemaReadiness.VERSION);
    }
  }

  private static String tenantOf(RunningDemo demo, Customer customer) throws SQLException {
    String link = customer.api().get("activity").expect(200).body();
    String person = link.replaceAll("(?s).*\"person\":\"([0-9a-f-]{36})\".*", "$1");
    try (Connection connection = demo.database().as("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select tenant_id from sallyport.person where id = '" + person + "'")) {
      found.next();
      return found.getString(1);
    }
  }

  private static long count(RunningDemo demo, String account, String tenant, String query)
      throws SQLException {
    try (Connection connection = within(demo, account, tenant);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void run(RunningDemo demo, String account, String tenant, String statement)
      throws SQLException {
    try (Connection connection = within(demo, account, tenant);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static Connection within(RunningDemo demo, String account, String tenant)
      throws SQLException {
    Connection connection = demo.database().as(account).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set sallyport.tenant = '" + tenant + "'");
    }
    return connection;
  }

  private static void assertRefused(
      RunningDemo demo, String account, String tenant, String statement) {
    assertThatThrownBy(() -> run(demo, account, tenant, statement))
        .as(account + ": " + statement)
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(DENIED));
  }
}
