package io.sallyport.web.tool;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.request.Requests;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * Where a program on a person's computer sends them to be let have a session for AWS tools. It
 * waits for the answer at a port of the loopback interface (RFC 8252, section 7.3): a code can be
 * sent nowhere else from here.
 */
@Named
@RequestScoped
public class ToolSessionPage {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{16,128}");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{3,4}");
  private static final int LARGEST_PORT = 65_535;
  private static final int SMALLEST_PORT = 1_024;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Requests requests;
  @Inject private ToolSessionLife life;
  @Inject private HttpServletRequest request;

  private Connection connection;

  /** Loads the connection, or fails as unknown. */
  public void load() {
    connection =
        connections.find(current.actor(), Connections.id(request.getParameter("connection")));
  }

  static boolean isChallenge(String text) {
    return text != null && CHALLENGE.matcher(text).matches();
  }

  public Connection getConnection() {
    return connection;
  }

  /** Whether the address is as the program made it. */
  public boolean isWhole() {
    String state = request.getParameter("state");
    return isChallenge(getChallenge())
        && state != null
        && STATE.matcher(state).matches()
        && isPort(request.getParameter("port"));
  }

  private static boolean isPort(String text) {
    if (text == null || !PORT.matcher(text).matches()) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= SMALLEST_PORT && port <= LARGEST_PORT;
  }

  public String getChallenge() {
    return request.getParameter("challenge");
  }

  public String getState() {
    return request.getParameter("state");
  }

  public String getPort() {
    return request.getParameter("port");
  }

  /** Why, as the program says; the person may change it. */
  public String getReason() {
    return request.getParameter("reason");
  }

  /** Whether the program wants to change something. */
  public boolean isWriting() {
    return Boolean.parseBoolean(request.getParameter("write"));
  }

  /** Whether the connection was made for anything that the program could do in such a session. */
  public boolean isPossible() {
    return connection.state().isUsable() && (!isWriting() || requests.mayChange(connection));
  }

  /** How many minutes a session lasts. */
  public long getMinutes() {
    return life.longest().toMinutes();
  }
}
