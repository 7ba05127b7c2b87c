package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What sessions in which nothing happens take: in a web node's heap, and in the database. */
final class SessionMemory {
  private static final String ROWS =
      "select count(*), coalesce(avg(coalesce(octet_length(small), 0)"
          + " + coalesce(octet_length(medium), 0) + coalesce(octet_length(large), 0)), 0)"
          + " from http_session";

  private final NodeHeap heap;
  private final DataSource owner;
  private final ClosedLoop crowd;

  /**
   * At one moment.
   *
   * @param sessions how many people are signed in
   * @param liveBytes of the node's heap
   * @param rows how many web sessions the database holds
   * @param rowBytes the average size of what such a row carries
   */
  record Moment(int sessions, long liveBytes, long rows, double rowBytes) {
    /** How much of the heap each session takes, beside what it would hold without any. */
    double bytesPerSession(double withoutAny) {
      return (liveBytes - withoutAny) / sessions;
    }
  }

  /**
   * A web node's sessions.
   *
   * @param crowd acts for many visitors
   */
  SessionMemory(NodeHeap heap, DataSource owner, ClosedLoop crowd) {
    this.heap = heap;
    this.owner = owner;
    this.crowd = crowd;
  }

  /**
   * Signs everybody out, then in again, in steps, and out again; each looks at one page.
   *
   * @param visitors all of them signed in
   * @param steps numbers of sessions, growing
   * @return a moment without sessions, one for each step, and one without sessions again
   */
  List<Moment> measure(List<Visitor> visitors, List<Integer> steps)
      throws IOException, InterruptedException, SQLException {
    crowd.once(visitors, Visitor::signOut);
    List<Moment> moments = new ArrayList<>();
    moments.add(moment(0));
    int before = 0;
    for (int step : steps) {
      List<Visitor> more = visitors.subList(before, step);
      crowd.once(more, Visitor::signIn);
      crowd.once(more, Visitor::viewConnections);
      moments.add(moment(step));
      before = step;
    }
    crowd.once(visitors.subList(0, before), Visitor::signOut);
    moments.add(moment(0));
    return moments;
  }

  private Moment moment(int sessions) throws IOException, InterruptedException, SQLException {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS)) {
      rows.next();
      return new Moment(sessions, heap.liveBytes(), rows.getLong(1), rows.getDouble(2));
    }
  }
}
