package io.sallyport.web.connection;

import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.ConnectionCheck;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.request.RequestRows;
import io.sallyport.web.request.Requests;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;

/** One connection with its newest test. */
@Named
@RequestScoped
public class ConnectionPage {
  private static final int RECENT = 10;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private ConnectionTests tests;
  @Inject private Requests requests;
  @Inject private RequestRows rows;
  @Inject private Notice notice;
  @Inject private Utc utc;
  @Inject private RelyingParty portal;

  private String id;
  private Connection connection;
  private List<CheckResult> checks;
  private List<RequestRows.Row> recent;

  /** Loads the connection, or fails as unknown. */
  public void load() {
    Actor actor = current.actor();
    connection = connections.find(actor, Connections.id(id));
    checks =
        connections.lastTest(actor, connection.id()).stream().map(ConnectionCheck::result).toList();
  }

  /** Tests it now, and shows what was found. */
  public void test() {
    notice.during(() -> tests.run(current.actor(), Connections.id(id)));
    notice.during(this::load);
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public Connection getConnection() {
    return connection;
  }

  /** Whether it goes through a node of the company's. */
  public boolean isThroughNode() {
    return connection != null && connection.way() == ConnectionWay.NODE;
  }

  /** When it was last tested, or nothing. */
  public String getTested() {
    return connection.testedAt().map(utc::text).orElse("");
  }

  /** What it was made for. */
  public String getCapabilities() {
    return connection.capabilities().stream()
        .sorted()
        .map(Capability::label)
        .collect(Collectors.joining(", "));
  }

  /** Whether it was made for anything that changes something. */
  public boolean isWriting() {
    return requests.mayChange(connection);
  }

  /** A profile for the AWS tools of whoever looks. */
  public String getProfile() {
    return String.join(
        "\n",
        "[profile %s]".formatted(connection.alias().replaceAll("[^\\p{Alnum}]+", "-")),
        "region = YOUR-REGION",
        "endpoint_url = " + portal.origin() + "/aws",
        "credential_process = python3 /PATH/sallyport-login.py %s %s"
            .formatted(portal.origin(), connection.id()));
  }

  /** When it was last found sound, or nothing. */
  public String getSound() {
    return connection.soundAt().map(utc::text).orElse("");
  }

  /** When a node tests it by itself, or nothing. */
  public String getNextTest() {
    return connection.nextTestAt().map(utc::text).orElse("");
  }

  /** What was asked of its account last. */
  public List<RequestRows.Row> getRecent() {
    if (recent == null) {
      recent = rows.newest(RequestRows.Filter.through(connection.id()), null, RECENT);
    }
    return recent;
  }

  public List<CheckResult> getChecks() {
    return checks;
  }
}
