package io.sallyport.web.activity;

import io.sallyport.web.edge.Notice;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;

/** The tenant's audit trail, with the proof that its chain is whole. */
@Named
@RequestScoped
public class ActivityPage {
  private static final int PAGE = 50;

  @Inject private CurrentPerson current;
  @Inject private ActivityRows trail;
  @Inject private ChainChecks checks;
  @Inject private Names names;
  @Inject private Notice notice;

  private Long before;
  private String person;
  private String from;
  private String until;
  private List<ActivityRows.Row> rows = List.of();
  private ChainChecks.Found chain;

  /** Loads the page of rows, and how the chain is. */
  public void load() {
    notice.during(() -> rows = trail.newest(filter(), before, PAGE));
    chain = checks.of(current.actor());
  }

  private TrailFilter filter() {
    return new TrailFilter(person, from, until);
  }

  /** The filter as a query. */
  public String getQuery() {
    return filter().query();
  }

  /** Who may have done something. */
  public List<Names.Choice> getPeople() {
    return names.choices(person);
  }

  public Long getBefore() {
    return before;
  }

  public void setBefore(Long before) {
    this.before = before;
  }

  public String getPerson() {
    return person;
  }

  public void setPerson(String person) {
    this.person = person;
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

  public List<ActivityRows.Row> getRows() {
    return rows;
  }

  /** The number of the first link that does not fit, or null when the chain is whole. */
  public Long getBrokenAt() {
    return chain.check().broken().orElse(null);
  }

  /** When the whole of it was recomputed; what is newer was just now. */
  public Instant getCheckedAt() {
    return chain.at();
  }

  /** From where the next page goes on, or null at the first link, or when this one is not full. */
  public Long getNext() {
    long last = rows.size() < PAGE ? 1 : rows.get(rows.size() - 1).event().sequence();
    return last <= 1 ? null : last;
  }
}
