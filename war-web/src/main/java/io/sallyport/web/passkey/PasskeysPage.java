package io.sallyport.web.passkey;

import io.sallyport.tenancy.passkey.OwnPasskeys;
import io.sallyport.tenancy.passkey.Passkey;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** How one signs in. */
@Named
@RequestScoped
public class PasskeysPage {
  @Inject private CurrentPerson current;
  @Inject private OwnPasskeys passkeys;
  @Inject private Utc utc;

  private List<Row> rows;

  /** A passkey as the page shows it. */
  public record Row(String id, String name, String created, String used, boolean copied) {}

  @PostConstruct
  void load() {
    rows = passkeys.all(current.actor()).stream().map(this::row).toList();
  }

  private Row row(Passkey passkey) {
    return new Row(
        passkey.id().toString(),
        passkey.name(),
        utc.text(passkey.createdAt()),
        utc.orElse(passkey.lastUsedAt(), "Not since it was made"),
        passkey.isCopied());
  }

  public List<Row> getRows() {
    return rows;
  }

  /** Whether one more may be added. */
  public boolean isRoom() {
    return rows.size() < OwnPasskeys.MOST;
  }
}
