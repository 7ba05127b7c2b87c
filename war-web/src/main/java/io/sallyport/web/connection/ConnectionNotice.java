package io.sallyport.web.connection;

import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Tells everybody of a company, on every page, which connections a test found something wrong with:
 * those that are cut off, and those that allow less or more than was agreed.
 */
@Named
@RequestScoped
public class ConnectionNotice {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;

  private List<Row> unsound;

  /**
   * One of them.
   *
   * @param usable whether it is used nevertheless
   */
  public record Row(ConnectionId id, boolean usable, String sentence) {
    static Row of(Connection connection) {
      return new Row(
          connection.id(),
          connection.state().isUsable(),
          "“%s” %s.".formatted(connection.alias(), sentence(connection)));
    }

    private static String sentence(Connection connection) {
      boolean node = connection.way() == ConnectionWay.NODE;
      return switch (connection.state()) {
        case UNSAFE ->
            node
                ? "is cut off: your node does what nobody signed for"
                : "is cut off: its role lets us in without your External ID";
        case BROKEN ->
            node
                ? "does not work: your node did not answer as it must, or is another than you said"
                : "does not work: its role did not let us in, or is another than you said";
        case DEGRADED ->
            node
                ? "is not as agreed: your node does not allow all that it was made for"
                : "is not as agreed: its role allows less than it was made for, or more";
        case UNTESTED, VERIFIED -> "is as it must be";
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
