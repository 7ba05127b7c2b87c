package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.load.SampleData.Sample;
import java.util.List;
import java.util.function.Function;

/**
 * What one transaction of the product asks, in the SQL that Hibernate makes of it, and the same
 * with the tenant named in each statement.
 *
 * @param name what it is for
 * @param statements in order
 */
record ProductQuery(String name, List<Question> statements) {
  /**
   * One statement.
   *
   * @param sql with {@code %s} where the tenant may be named
   * @param tenantCondition names the tenant, with one parameter
   * @param parameters all others
   */
  record Question(String sql, String tenantCondition, Function<Sample, List<Object>> parameters) {
    String plain() {
      return sql.formatted("");
    }

    String namingTenant() {
      return sql.formatted(tenantCondition);
    }
  }

  /** The whole of {@code all} in one transaction, which names the tenant once. */
  static ProductQuery together() {
    return new ProductQuery(
        "all five statements in one transaction",
        all().stream().flatMap(query -> query.statements().stream()).toList());
  }

  /** {@code Connections.page}, {@code Activity.page} and {@code SignIns.resume}. */
  static List<ProductQuery> all() {
    return List.of(
        new ProductQuery(
            "connections by alias",
            List.of(
                new Question(
                    "select c1_0.id,c1_0.alias,c1_0.created_at,c1_0.state,c1_0.tenant_id,"
                        + "c1_0.tested_at,c1_0.version from connection c1_0 where"
                        + " %slower(c1_0.alias)>lower(?) order by lower(c1_0.alias)"
                        + " fetch first ? rows only",
                    "c1_0.tenant_id=? and ", sample -> List.of("", 50)))),
        new ProductQuery(
            "activity, newest first",
            List.of(
                new Question(
                    "select ae1_0.id,ae1_0.action,ae1_0.at,ae1_0.facts,ae1_0.hash,ae1_0.intent_id,"
                        + "ae1_0.node,ae1_0.outcome,ae1_0.person_id,ae1_0.phase,"
                        + "ae1_0.previous_hash,ae1_0.request_id,ae1_0.sequence,ae1_0.subject,"
                        + "ae1_0.tenant_id from audit_event ae1_0 where %sae1_0.sequence<?"
                        + " order by ae1_0.sequence desc fetch first ? rows only",
                    "ae1_0.tenant_id=? and ", sample -> List.of(Long.MAX_VALUE, 50)))),
        new ProductQuery(
            "sign-in resumed (three rows by key)",
            List.of(
                new Question(
                    "select si1_0.id,si1_0.address,si1_0.browser,si1_0.ended_at,si1_0.ends_at,"
                        + "si1_0.fresh_until,si1_0.last_seen_at,si1_0.method,si1_0.person_id,"
                        + "si1_0.proof_hash,si1_0.started_at,si1_0.tenant_id from sign_in si1_0"
                        + " where %ssi1_0.id=?",
                    "si1_0.tenant_id=? and ", sample -> List.of(sample.signIn())),
                new Question(
                    "select p1_0.id,p1_0.created_at,p1_0.display_name,p1_0.removed_at,p1_0.roles,"
                        + "p1_0.tenant_id from person p1_0 where %sp1_0.id=?",
                    "p1_0.tenant_id=? and ", sample -> List.of(sample.person())),
                new Question(
                    "select t1_0.id,t1_0.created_at,t1_0.external_id,t1_0.name from tenant t1_0"
                        + " where %st1_0.id=?",
                    "t1_0.id=? and ", sample -> List.of(sample.tenant())))));
  }
}
