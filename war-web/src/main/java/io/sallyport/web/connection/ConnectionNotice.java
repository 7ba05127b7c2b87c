package io.sallyport.web.connection;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Tells everybody of a company, on every page, which connections are not used any more because a
 * test found something wrong.
 */
@Named
@RequestScoped
public class ConnectionNotice {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;

  private List<Row> unsound;

  /** One that is cut off. */
  public record Row(ConnectionId id, String sentence) {
    static Row of(Connection connection) {
      return new Row(connection.id(), sentence(connection).formatted(connection.alias()));
    }

    private static String sentence(Connection connection) {
      if (connection.state() == ConnectionState.UNSAFE) {
        return "“%s” is cut off: its role lets us in without your External ID.";
      }
      return switch (connection.way()) {
        case ROLE -> "“%s” does not work: its role did not let us in, or is another than you said.";
        case NODE ->
            "“%s” does not work: your node did not answer as it must, or is another than you said.";
      };
    }
  }

  public List<Row> getUnsound() {
    if (unsound == null) {
      unsound = connections.unsound(current.actor()).stream().map(Row::of).toList();
    }
    return unsound;
  }
}
