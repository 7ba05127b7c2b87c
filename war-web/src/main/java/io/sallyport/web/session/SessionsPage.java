package io.sallyport.web.session;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.signin.SignIns;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.web.edge.Utc;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Where one is signed in. */
@Named
@RequestScoped
public class SessionsPage {
  @Inject private CurrentPerson current;
  @Inject private Visits visits;
  @Inject private SignIns signIns;
  @Inject private Utc utc;

  private List<Row> rows;

  /** A session as the page shows it. */
  public record Row(
      String id,
      String browser,
      String method,
      String address,
      String started,
      String seen,
      String ends,
      boolean present) {}

  @PostConstruct
  void load() {
    Visit visit =
        current.visit().orElseThrow(() -> new ProblemException(ErrorCode.SIGN_IN_REQUIRED));
    rows =
        signIns.own(visit.person().actor(), visits.idle()).stream()
            .map(signIn -> row(signIn, visit))
            .toList();
  }

  private Row row(SignIn signIn, Visit visit) {
    return new Row(
        signIn.id().toString(),
        BrowserName.of(signIn.browser()),
        switch (signIn.method()) {
          case PASSKEY -> "with a passkey";
          case SSO -> "at your company's identity provider";
        },
        signIn.address(),
        utc.text(signIn.startedAt()),
        utc.text(signIn.lastSeenAt()),
        utc.text(signIn.endsAt()),
        signIn.id().equals(visit.signIn()));
  }

  public List<Row> getRows() {
    return rows;
  }

  /** In minutes. */
  public long getIdle() {
    return visits.idle().toMinutes();
  }
}
