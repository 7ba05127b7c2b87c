package io.sallyport.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A listener of the demo, each on its own port of the loopback address. */
public enum Port {
  PORTAL("portal", 8443),
  SANDBOX("sandbox", 8444),
  INTERNAL("internal", 8445),
  WEB_HEALTH("web-health", 8446),
  DECRYPT_HEALTH("decrypt-health", 8447),
  DATABASE("database", 8448),
  ON_PREMISE("on-premise", 8449),
  DIAL("dial", 8450);

  private final String name;
  private final int usual;

  Port(String name, int usual) {
    this.name = name;
    this.usual = usual;
  }

  /** The property that names another number, e.g. {@code demo.port.portal}. */
  public String property() {
    return "demo.port." + name;
  }

  public String listener() {
    return name;
  }

  /** The number that the property names, or the usual one. */
  public int configured() {
    return Integer.getInteger(property(), usual);
  }

  /**
   * Makes sure that nobody listens there.
   *
   * @throws StartRefused naming the port and the property that changes it
   */
  public void requireFree(int number) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
    } catch (IOException e) {
      throw new StartRefused(
          "Port "
              + number
              + " ("
              + name
              + ") is taken by another program. Stop that program, or choose another port: mvn"
              + " -Pdemo -D"
              + property()
              + "=NUMBER",
          e);
    }
  }
}
