package io.sallyport.web.request;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.activity.Names;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/** What was asked of AWS in a company's accounts, by whom, and how it ended. */
@Named
@RequestScoped
public class RequestsPage {
  private static final int PAGE = 50;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private RequestRows requests;
  @Inject private Names names;
  @Inject private Notice notice;

  private String connection;
  private boolean failed;
  private String person;
  private String operation;
  private String from;
  private String until;
  private Long before;
  private List<RequestRows.Row> rows = List.of();
  private List<Names.Choice> all;

  /** Loads a page of them. */
  public void load() {
    requests.requireKnown(filter());
    notice.during(() -> rows = requests.newest(filter(), before, PAGE));
    all = choices();
  }

  private List<Names.Choice> choices() {
    List<Names.Choice> choices = new ArrayList<>();
    for (Connection each : connections.listed(current.actor())) {
      String id = each.id().toString();
      choices.add(new Names.Choice(id, each.alias(), id.equals(connection)));
    }
    // One that was removed, or is beyond the first: what was asked through it is still there.
    if (notice.getProblem() == null
        && connection != null
        && !connection.isEmpty()
        && choices.stream().noneMatch(Names.Choice::chosen)) {
      choices.add(new Names.Choice(connection, connection, true));
    }
    return choices;
  }

  private RequestRows.Filter filter() {
    return new RequestRows.Filter(connection, failed, person, operation, from, until);
  }

  /** The filter as a query. */
  public String getQuery() {
    return filter().query();
  }

  /** Who may have asked. */
  public List<Names.Choice> getPeople() {
    return names.choices(person);
  }

  public List<RequestRows.Row> getRows() {
    return rows;
  }

  /** To choose from: all that are listed, and the one that is chosen. */
  public List<Names.Choice> getConnections() {
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

  public String getPerson() {
    return person;
  }

  public void setPerson(String person) {
    this.person = person;
  }

  public String getOperation() {
    return operation;
  }

  public void setOperation(String operation) {
    this.operation = operation;
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(String from) {
    this.from = from;
  }

  public String getUntil() {
    return until;
  }

  public void setUntil(String until) {
    this.until = until;
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
