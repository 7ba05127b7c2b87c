package io.sallyport.web.request;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.activity.Names;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What was asked of AWS in a company's accounts, by whom, and how it ended. */
@Named
@RequestScoped
public class RequestsPage {
  private static final int PAGE = 50;

  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private Connections connections;
  @Inject private Names names;
  @Inject private Utc utc;

  private String connection;
  private boolean failed;
  private Long before;
  private List<Row> rows;
  private List<Connection> all;

  /**
   * A request.
   *
   * @param account the connection's alias, or its id where it is gone
   * @param outcome {@code ok}, or a code
   * @param session as the account's CloudTrail has it; empty when none was entered
   */
  public record Row(
      long sequence,
      String at,
      String who,
      String account,
      String operation,
      String region,
      String outcome,
      String session) {}

  /** Loads a page of them. */
  public void load() {
    Actor actor = current.actor();
    Optional<ConnectionId> only =
        Optional.ofNullable(connection).filter(id -> !id.isEmpty()).map(Connections::id);
    only.ifPresent(id -> connections.find(actor, id));
    all = connections.page(actor, Optional.empty());
    Map<String, String> aliases =
        all.stream().collect(Collectors.toMap(each -> each.id().toString(), Connection::alias));
    rows =
        activity
            .requests(
                actor,
                only,
                failed,
                before == null ? OptionalLong.empty() : OptionalLong.of(before))
            .stream()
            .map(event -> row(event, aliases))
            .toList();
  }

  private Row row(AuditEvent event, Map<String, String> aliases) {
    return new Row(
        event.sequence(),
        utc.text(event.at()),
        names.of(event),
        aliases.getOrDefault(event.subject(), event.subject()),
        event.fact("service").orElse("") + " " + event.fact("operation").orElse(""),
        event.fact("region").orElse(""),
        event.outcome().orElse(""),
        event.fact("session").orElse(""));
  }

  public List<Row> getRows() {
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
