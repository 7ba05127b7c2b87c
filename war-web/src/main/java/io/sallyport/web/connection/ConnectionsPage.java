package io.sallyport.web.connection;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** The list of connections. */
@Named
@RequestScoped
public class ConnectionsPage {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Utc utc;

  private String after;
  private List<Row> rows;

  /**
   * A connection. Expression Language makes null of an empty Optional, hence the time as a text.
   *
   * @param tested when it was last tested, or that it never was
   */
  public record Row(
      ConnectionId id, String alias, ConnectionState state, int version, String tested) {}

  /** Loads the page of rows. */
  public void load() {
    Optional<String> from = Optional.ofNullable(after).filter(text -> !text.isEmpty());
    rows = connections.page(current.actor(), from).stream().map(this::row).toList();
  }

  private Row row(Connection connection) {
    return new Row(
        connection.id(),
        connection.alias(),
        connection.state(),
        connection.version(),
        connection.testedAt().map(utc::text).orElse("Never"));
  }

  public String getAfter() {
    return after;
  }

  public void setAfter(String after) {
    this.after = after;
  }

  public List<Row> getRows() {
    return rows;
  }

  /** The alias from which the next page goes on, or null when this page is not full. */
  public String getNext() {
    return rows.size() < Connections.PAGE ? null : rows.get(rows.size() - 1).alias();
  }
}
