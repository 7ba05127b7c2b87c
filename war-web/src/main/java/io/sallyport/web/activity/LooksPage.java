package io.sallyport.web.activity;

import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** What the vendor's people looked at, for the company they looked at. */
@Named
@RequestScoped
public class LooksPage {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private Utc utc;

  private List<Row> rows;

  /** A look. */
  public record Row(String at, String who, String what, long sequence) {}

  @PostConstruct
  void load() {
    rows = activity.looks(current.actor()).stream().map(this::row).toList();
  }

  private Row row(AuditEvent event) {
    return new Row(
        utc.text(event.at()), event.staff().orElse(""), event.action().label(), event.sequence());
  }

  public List<Row> getRows() {
    return rows;
  }
}
