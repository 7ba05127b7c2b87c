package io.sallyport.benchmarks.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Tenants who have been here for a while, written straight into the database. */
final class SampleData {
  /** How many companies there are. */
  static final int TENANTS = 1_000;

  /** How many connections each has. */
  static final int CONNECTIONS = 20;

  /** How many audit events each has. */
  static final int EVENTS = 200;

  /** How often somebody of each has signed in. */
  static final int SIGN_INS = 10;

  private static final String TENANT_ROWS =
      "insert into tenant (id, name)"
          + " select md5('tenant ' || t)::uuid, 'Sample ' || t from generate_series(1, ?) t";
  private static final String PERSON_ROWS =
      "insert into person (id, tenant_id, display_name, roles)"
          + " select md5('person ' || t)::uuid, md5('tenant ' || t)::uuid, 'Person ' || t,"
          + " array['tenant-admin'] from generate_series(1, ?) t";
  private static final String SIGN_IN_ROWS =
      "insert into sign_in (id, tenant_id, person_id, method, proof_hash, address, browser,"
          + " fresh_until, ends_at)"
          + " select gen_random_uuid(), md5('tenant ' || t)::uuid, md5('person ' || t)::uuid,"
          + " 'passkey', sha256(format('%s %s', t, n)::bytea), '10.1.0.1', 'Sample',"
          + " now() + interval '5 minutes', now() + interval '12 hours'"
          + " from generate_series(1, ?) t, generate_series(1, ?) n";
  // By number first: the rows of a tenant are not neighbours in a table that grew.
  private static final String CONNECTION_ROWS =
      "insert into connection (id, tenant_id, alias, version, capabilities)"
          + " select gen_random_uuid(), md5('tenant ' || t)::uuid, 'Account ' || n, 1, array['see-instances']"
          + " from generate_series(1, ?) t, generate_series(1, ?) n order by n, t";
  private static final String EVENT_ROWS =
      "insert into audit_event (tenant_id, sequence, id, at, node, person_id, action, phase,"
          + " intent_id, subject, request_id, outcome, facts, previous_hash, hash)"
          + " select md5('tenant ' || t)::uuid, n, gen_random_uuid(), now(), 'web-1',"
          + " md5('person ' || t)::uuid, 'person.sign-in',"
          + " case n % 2 when 1 then 'INTENT' else 'OUTCOME' end,"
          + " case n % 2 when 0 then gen_random_uuid() end, md5('person ' || t)::uuid,"
          + " gen_random_uuid(), case n % 2 when 0 then 'ok' end, '{}',"
          + " sha256(format('%s %s', t, n - 1)::bytea), sha256(format('%s %s', t, n)::bytea)"
          + " from generate_series(1, ?) t, generate_series(1, ?) n order by n, t";
  private static final String WHERE_THEY_ARE =
      "select distinct on (tenant_id) tenant_id, person_id, id from sign_in"
          + " where browser = 'Sample' order by tenant_id, id";
  private static final String CONNECTIONS_OF_ALL_OTHERS =
      "insert into connection (id, tenant_id, alias, version, capabilities)"
          + " select gen_random_uuid(), t.id, 'connection ' || n, 1, array['see-instances']"
          + " from tenant t, generate_series(1, ?) n"
          + " where t.name like 'Load %'"
          + " and not exists (select from connection c where c.tenant_id = t.id)";

  private static final String CONNECTIONS_BESIDE =
      "insert into connection (id, tenant_id, alias, version, capabilities)"
          + " select gen_random_uuid(), c.tenant_id, 'beside ' || n, 1, array['see-instances']"
          + " from connection c, generate_series(1, ?) n where c.id = ?";

  private SampleData() {}

  /**
   * A tenant, with one of its people and an open sign-in of theirs.
   *
   * @param tenant its id
   * @param person the person's
   * @param signIn the sign-in's
   */
  record Sample(UUID tenant, UUID person, UUID signIn) {}

  /**
   * Writes it.
   *
   * @param administrator connects as an account that may switch triggers off for itself: the
   *     trail's hashes here are none
   */
  static List<Sample> write(DataSource administrator) throws SQLException {
    try (Connection connection = administrator.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set search_path = sallyport");
        statement.execute("set session_replication_role = replica");
      }
      fill(connection, TENANT_ROWS, TENANTS);
      fill(connection, PERSON_ROWS, TENANTS);
      fill(connection, SIGN_IN_ROWS, TENANTS, SIGN_INS);
      fill(connection, CONNECTION_ROWS, TENANTS, CONNECTIONS);
      fill(connection, EVENT_ROWS, TENANTS, EVENTS);
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze");
        return read(statement);
      }
    }
  }

  /** Gives each company that visitors registered, and that has none, a few connections. */
  static void connectVisitors(DataSource owner, int each) throws SQLException {
    try (Connection connection = owner.getConnection()) {
      fill(connection, CONNECTIONS_OF_ALL_OTHERS, each);
    }
  }

  /** Gives the company of a connection so many more. */
  static void connectMore(DataSource owner, UUID beside, int more) throws SQLException {
    try (Connection connection = owner.getConnection();
        PreparedStatement statement = connection.prepareStatement(CONNECTIONS_BESIDE)) {
      statement.setInt(1, more);
      statement.setObject(2, beside);
      statement.executeUpdate();
    }
  }

  private static List<Sample> read(Statement statement) throws SQLException {
    List<Sample> samples = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(WHERE_THEY_ARE)) {
      while (rows.next()) {
        samples.add(
            new Sample(
                rows.getObject(1, UUID.class),
                rows.getObject(2, UUID.class),
                rows.getObject(3, UUID.class)));
      }
    }
    return samples;
  }

  private static void fill(Connection connection, String sql, int... numbers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int number = 0; number < numbers.length; number++) {
        statement.setInt(number + 1, numbers[number]);
      }
      statement.executeUpdate();
    }
  }
}
