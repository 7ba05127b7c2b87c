package io.sallyport.web.connection;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
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
   * @param advice what to do about it, or nothing
   * @param tested when it was last tested, or that it never was
   * @param sound when it was last found sound, or that it never was
   * @param nextTest when a node tests it by itself, or that none does
   */
  public record Row(
      ConnectionId id,
      String alias,
      ConnectionState state,
      String advice,
      String tested,
      String sound,
      String nextTest) {}

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
        advice(connection),
        connection.testedAt().map(utc::text).orElse("Never"),
        connection.soundAt().map(utc::text).orElse("Never"),
        connection.nextTestAt().map(utc::text).orElse("By you only"));
  }

  private static String advice(Connection connection) {
    boolean node = connection.way() == ConnectionWay.NODE;
    return switch (connection.state()) {
      case VERIFIED -> "";
      case UNTESTED -> "Test it: until then nothing is asked through it.";
      case DEGRADED -> "Used. Open it to see what differs, and how to mend that.";
      case UNSAFE ->
          node
              ? "Install the node's package anew, then test again."
              : "Correct the role's trust policy, then test again.";
      case BROKEN ->
          node
              ? "Run bin/doctor on the node, then test again."
              : "Open it to see what AWS said, mend that, then test again.";
    };
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
