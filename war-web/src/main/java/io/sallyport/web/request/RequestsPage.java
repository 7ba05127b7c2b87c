package io.sallyport.web.request;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** What was asked of AWS in a company's accounts, by whom, and how it ended. */
@Named
@RequestScoped
public class RequestsPage {
  private static final int PAGE = 50;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private RequestRows requests;

  private String connection;
  private boolean failed;
  private Long before;
  private List<RequestRows.Row> rows;
  private List<Connection> all;

  /** Loads a page of them. */
  public void load() {
    all = connections.page(current.actor(), Optional.empty());
    rows = requests.newest(connection, failed, before, PAGE);
  }

  public List<RequestRows.Row> getRows() {
    return rows;
  }

  /** To choose from; the first 50. */
  public List<Connection> getConnections() {
    return all;
  }

  /** From where the next page goes on, or null when this one is not full. */
  public Long getNext() {
    return rows.size() < PAGE ? null : rows.get(rows.size() - 1).sequence();
  }

  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public boolean isFailed() {
    return failed;
  }

  public void setFailed(boolean failed) {
    this.failed = failed;
  }

  public Long getBefore() {
    return before;
  }

  public void setBefore(Long before) {
    this.before = before;
  }
}
