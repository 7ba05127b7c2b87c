package io.sallyport.web.staff;

import io.sallyport.tenancy.support.Support;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** Companies by name. */
@Named
@RequestScoped
public class TenantsPage {
  @Inject private CurrentPerson current;
  @Inject private Support support;

  private String after;
  private List<Support.Company> rows;

  /** Loads the page of rows. */
  public void load() {
    Optional<String> from = Optional.ofNullable(after).filter(text -> !text.isEmpty());
    rows = support.companies(current.actor(), from);
  }

  public String getAfter() {
    return after;
  }

  public void setAfter(String after) {
    this.after = after;
  }

  public List<Support.Company> getRows() {
    return rows;
  }

  /** From where the next page goes on, or null when this page is not full. */
  public String getNext() {
    return rows.size() < Support.PAGE ? null : rows.get(rows.size() - 1).key();
  }
}
