package io.sallyport.web.connection;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
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

  private String after;
  private List<Connection> rows;

  /** Loads the page of rows. */
  public void load() {
    Optional<String> from = Optional.ofNullable(after).filter(text -> !text.isEmpty());
    rows = connections.page(current.actor(), from);
  }

  public String getAfter() {
    return after;
  }

  public void setAfter(String after) {
    this.after = after;
  }

  public List<Connection> getRows() {
    return rows;
  }

  /** The alias from which the next page goes on, or null when this page is not full. */
  public String getNext() {
    return rows.size() < Connections.PAGE ? null : rows.get(rows.size() - 1).alias();
  }
}
