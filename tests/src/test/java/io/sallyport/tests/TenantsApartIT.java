package io.sallyport.tests;

import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody tries who wants to get from one company into another. */
@ExtendWith(Site.class)
class TenantsApartIT {
  private static final int TENANTS = 1_000;
  private static final int CONNECTIONS = 8;

  /**
   * As the web nodes' account, over a few connections that go from tenant to tenant as pooled ones
   * do: each asks for what is its own, by name and not, and for what is the next one's.
   */
  @Test
  void aThousandTenantsAtOnceSeeTheirOwnAndNothingElse(RunningDemo demo) throws Exception {
    Administrator.execute(
        demo,
        """
        insert into sallyport.tenant (id, name)
          select gen_random_uuid(), 'Parallel ' || n from generate_series(1, %d) n;
        insert into sallyport.person (id, tenant_id, display_name, roles)
          select gen_random_uuid(), id, 'First', array['tenant-admin'] from sallyport.tenant
           where name like 'Parallel %%';
        insert into sallyport.connection (id, tenant_id, alias, version, capabilities)
          select gen_random_uuid(), id, 'Only', 1, array['see-instances'] from sallyport.tenant where name like 'Parallel %%'"""
            .formatted(TENANTS));
    List<UUID[]> tenants = tenants(demo);
    Assertions.assertThat(tenants).hasSize(TENANTS);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int first = i;
        work.add(() -> walk(demo, tenants, first));
      }
      int walked = 0;
      for (Future<Integer> each : threads.invokeAll(work)) {
        walked += each.get();
      }
      Assertions.assertThat(walked).isEqualTo(TENANTS);
    } finally {
      threads.shutdownNow();
      Administrator.execute(
          demo,
          """
          delete from sallyport.connection where tenant_id in
            (select id from sallyport.tenant where name like 'Parallel %');
          delete from sallyport.person where tenant_id in
            (select id from sallyport.tenant where name like 'Parallel %');
          delete from sallyport.tenant where name like 'Parallel %'""");
    }
  }

  private static List<UUID[]> tenants(RunningDemo demo) throws SQLException {
    List<UUID[]> tenants = new ArrayList<>();
    try (Connection connection = demo.database().as("postgres").getConnection();
        PreparedStatement all =
            connection.prepareStatement(
                "select c.tenant_id, c.id from sallyport.connection c join sallyport.tenant t"
                    + " on t.id = c.tenant_id where t.name like 'Parallel %'");
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        tenants.add(new UUID[] {rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)});
      }
    }
    return tenants;
  }

  private static int walk(RunningDemo demo, List<UUID[]> tenants, int first) throws SQLException {
    int walked = 0;
    try (Connection connection = demo.database().as("sallyport_web").getConnection()) {
      connection.setAutoCommit(false);
      for (int i = first; i < tenants.size(); i += CONNECTIONS) {
        UUID[] own = tenants.get(i);
        UUID[] next = tenants.get((i + 1) % tenants.size());
        // A transaction that was given no tenant sees nobody's.
        Assertions.assertThat(count(connection, "true", null)).isZero();
        connection.commit();
        try (PreparedStatement set =
            connection.prepareStatement("select set_config('sallyport.tenant', ?, true)")) {
          set.setString(1, own[0].toString());
          set.execute();
        }
        Assertions.assertThat(count(connection, "true", null)).isEqualTo(1);
        Assertions.assertThat(count(connection, "id = ?", own[1])).isEqualTo(1);
        Assertions.assertThat(count(connection, "id = ?", next[1])).isZero();
        Assertions.assertThat(count(connection, "tenant_id = ?", next[0])).isZero();
        Assertions.assertThat(count(connection, "id = ? or true", next[1])).isEqualTo(1);
        connection.commit();
        walked++;
      }
    }
    return walked;
  }

  private static int count(Connection connection, String where, UUID id) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement("select count(*) from sallyport.connection where " + where)) {
      if (id != null) {
        count.setObject(1, id);
      }
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @Test
  void aViewStateIsWorthNothingWhenItIsForgedOrAnothers(RunningDemo demo, Browser browser)
      throws Exception {
    Customer owner = Customer.connected(demo, browser);
    Customer stranger = Customer.registered(browser);
    owner.page().navigate("/portal/connection?id=" + owner.connection());
    String state =
        owner.page().locator("input[name='jakarta.faces.ViewState']").first().inputValue();
    stranger.page().navigate("/portal/connections");
    String before = tested(demo, owner);
    for (String forged : List.of(state, state + "A", "stateless", "AAAA", "")) {
      Object answer =
          stranger
              .page()
              .evaluate(
                  """
                  async ([id, state]) => {
                    const body = new URLSearchParams({'test': 'test', 'test:run': 'test:run',
                      'jakarta.faces.ViewState': state});
                    const answer = await fetch('/portal/connection?id=' + id, {method: 'POST', body});
                    return answer.status + ' ' + await answer.text();
                  }""",
                  List.of(owner.connection(), forged));
      Assertions.assertThat((String) Objects.requireNonNull(answer))
          .doesNotStartWith("200")
          .doesNotContain(Customer.ALIAS);
    }
    Assertions.assertThat(tested(demo, owner)).isEqualTo(before);
  }

  private static String tested(RunningDemo demo, Customer owner) throws SQLException {
    return Administrator.query(
        demo,
        "select tested_at || state from sallyport.connection where id = '%s'"
            .formatted(owner.connection()));
  }

  @Test
  void whatARequestSaysBeyondItsFormChangesNothing(RunningDemo demo, Browser browser)
      throws Exception {
    Customer owner = Customer.registered(browser);
    Customer stranger = Customer.registered(browser);
    String theirs = RecoveryIT.tenantOf(demo, owner);
    String own = RecoveryIT.tenantOf(demo, stranger);
    stranger
        .api()
        .post(
            "team/invitations",
            Map.of(
                "name",
                "Mallory",
                "role",
                "tenant-user",
                "tenant",
                theirs,
                "tenantId",
                theirs,
                "roles",
                List.of("tenant-admin"),
                "personId",
                UUID.randomUUID().toString()))
        .expect(201);
    Assertions.assertThat(
            Administrator.query(
                demo,
                "select tenant_id || ' ' || roles::text from sallyport.invitation"
                    + " where display_name = 'Mallory'"))
        .isEqualTo(own + " {tenant-user}");
    Assertions.assertThat(
            stranger
                .api()
                .post("sealing-tickets", Map.of("tenant", theirs, "version", 7))
                .expect(201)
                .json()
                .getAsJsonObject("context")
                .get("tenant")
                .getAsString())
        .isEqualTo(own);
  }

  @Test
  void namesThatLookAlikeAreNotTheSameAndInvisibleOnesAreNone(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Api api = somebody.api();
    String id = RecoveryIT.id(api, "Somebody");
    for (String other :
        List.of(id.toUpperCase(Locale.ROOT), "{" + id + "}", id + " ", "urn:uuid:" + id)) {
      // Another spelling is either the same thing or nothing, and never somebody else's.
      Assertions.assertThat(
              api.call(
                      "PUT",
                      "team/" + encoded(somebody.page(), other) + "/role",
                      "application/json",
                      "{\"role\": \"tenant-user\"}")
                  .status())
          .as(other)
          .isIn(404, 409);
    }
    for (String invisible :
        List.of("\u200b", "\u202e\u202d", "\u00ad", "\ufeff", "\u2060", "\u0000", "\ue000")) {
      api.post("team/invitations", Map.of("name", invisible, "role", "tenant-user"))
          .expectProblem(400, "SP-REGISTRATION-INVALID");
    }
  }

  private static String encoded(Page page, String text) {
    return (String) page.evaluate("text => encodeURIComponent(text)", text);
  }
}
