package io.sallyport.benchmarks.load;

import io.sallyport.benchmarks.load.ProductQuery.Question;
import io.sallyport.benchmarks.load.SampleData.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/**
 * What row-level security costs. The same transactions for the same tenants, in turn: by an account
 * that it does not hold for, which names the tenant in each statement; by a web node's account; and
 * by a web node's account that names the tenant first, as the product does in each transaction.
 */
final class RowSecurity implements AutoCloseable {
  private static final int ROUNDS = 400;
  private static final int WARM_UP = 40;
  private static final int BATCH = 10;
  private static final String OVERALL = "overall: these three transactions";

  /** Who asks, and how. */
  private enum Way {
    /** The owner, to whom no policy applies. */
    NAMING_TENANT,
    /** The policies alone: the setting is made before the clock starts. */
    POLICIES,
    /** The product. */
    AS_THE_PRODUCT
  }

  /**
   * What was found; times are of one transaction.
   *
   * @param query which
   * @param naming median without row-level security, in microseconds
   * @param policies median ratio of the policies alone to that
   * @param product median ratio of what the product does to that
   */
  record Cost(String query, double naming, double policies, double product) {}

  private final List<Sample> samples;
  private final Map<Way, Connection> connections = new HashMap<>();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Random random = new Random(1);

  RowSecurity(DataSource owner, DataSource web, List<Sample> samples) throws SQLException {
    this.samples = samples;
    for (Way way : Way.values()) {
      Connection connection = (way == Way.NAMING_TENANT ? owner : web).getConnection();
      connections.put(way, connection);
      connection.setAutoCommit(false);
    }
  }

  /** Measures each query, the sum of them, and all of them in one transaction. */
  List<Cost> measure() throws SQLException {
    Map<String, List<long[]>> rounds = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long[] overall = new long[Way.values().length];
      for (ProductQuery query : ProductQuery.all()) {
        long[] nanos = round(query, Math.floorMod(round, Way.values().length));
        Arrays.setAll(overall, way -> overall[way] + nanos[way]);
        keep(rounds, round, query.name(), nanos);
      }
      keep(rounds, round, OVERALL, overall);
      ProductQuery together = ProductQuery.together();
      keep(
          rounds,
          round,
          together.name(),
          round(together, Math.floorMod(round, Way.values().length)));
    }
    return rounds.entrySet().stream().map(each -> cost(each.getKey(), each.getValue())).toList();
  }

  private static void keep(Map<String, List<long[]>> rounds, int round, String name, long[] nanos) {
    if (round >= 0) {
      rounds.computeIfAbsent(name, key -> new ArrayList<>()).add(nanos);
    }
  }

  private static Cost cost(String name, List<long[]> rounds) {
    int naming = Way.NAMING_TENANT.ordinal();
    return new Cost(
        name,
        median(rounds, each -> each[naming] / 1e3 / BATCH),
        median(rounds, each -> (double) each[Way.POLICIES.ordinal()] / each[naming]),
        median(rounds, each -> (double) each[Way.AS_THE_PRODUCT.ordinal()] / each[naming]));
  }

  private static double median(List<long[]> rounds, ToDoubleFunction<long[]> of) {
    double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** One round for a few tenants: no way is always the first. */
  private long[] round(ProductQuery query, int first) throws SQLException {
    List<Sample> chosen = random.ints(BATCH, 0, samples.size()).mapToObj(samples::get).toList();
    long[] nanos = new long[Way.values().length];
    int[] rows = new int[Way.values().length];
    for (int turn = 0; turn < Way.values().length; turn++) {
      Way way = Way.values()[(first + turn) % Way.values().length];
      for (Sample sample : chosen) {
        if (way == Way.POLICIES) {
          setTenant(way, sample, false);
        }
        long start = System.nanoTime();
        rows[way.ordinal()] += ask(way, query, sample);
        nanos[way.ordinal()] += System.nanoTime() - start;
      }
    }
    if (Arrays.stream(rows).distinct().count() != 1 || rows[0] == 0) {
      throw new IllegalStateException(query.name() + " found " + Arrays.toString(rows) + " rows");
    }
    return nanos;
  }

  private int ask(Way way, ProductQuery query, Sample sample) throws SQLException {
    if (way == Way.AS_THE_PRODUCT) {
      setTenant(way, sample, true);
    }
    int rows = 0;
    for (Question question : query.statements()) {
      List<Object> parameters = new ArrayList<>(question.parameters().apply(sample));
      if (way == Way.NAMING_TENANT) {
        parameters.add(0, sample.tenant());
        rows += rows(way, question.namingTenant(), parameters);
      } else {
        rows += rows(way, question.plain(), parameters);
      }
    }
    connections.get(way).commit();
    return rows;
  }

  private void setTenant(Way way, Sample sample, boolean forTransaction) throws SQLException {
    rows(
        way,
        "select set_config('sallyport.tenant', ?, %b)".formatted(forTransaction),
        List.of(sample.tenant().toString()));
    if (!forTransaction) {
      connections.get(way).commit();
    }
  }

  /** Reads all that was asked for, as an entity manager would. */
  private int rows(Way way, String sql, List<Object> parameters) throws SQLException {
    PreparedStatement statement = prepared(way, sql);
    for (int number = 0; number < parameters.size(); number++) {
      statement.setObject(number + 1, parameters.get(number));
    }
    int count = 0;
    try (ResultSet rows = statement.executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          rows.getObject(column);
        }
        count++;
      }
    }
    return count;
  }

  private PreparedStatement prepared(Way way, String sql) throws SQLException {
    PreparedStatement known = prepared.get(way + sql);
    if (known == null) {
      known = connections.get(way).prepareStatement(sql);
      prepared.put(way + sql, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }
}
