package io.sallyport.web.outbound;

import io.sallyport.contract.address.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that connect to public addresses only. The very address that is connected to is checked,
 * after the name was resolved, so that a name which resolves differently a moment later gains
 * nothing. The certificate must be for the host that was named. For one exchange: closing them ends
 * whatever waits for one of them.
 */
final class GuardedSockets extends SSLSocketFactory implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GuardedSockets.class.getName());
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SSLSocketFactory tls;
  private final boolean privateToo;
  private final Set<Socket> opened = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes sockets of {@code tls}.
   *
   * @param privateToo whether addresses that are not public are good, too
   */
  GuardedSockets(SSLSocketFactory tls, boolean privateToo) {
    this.tls = tls;
    this.privateToo = privateToo;
  }

  /** What {@code HttpsURLConnection} connects first, and lays TLS over then. */
  @Override
  public Socket createSocket() {
    Socket socket =
        new Socket() {
          @Override
          public void connect(SocketAddress to, int timeout) throws IOException {
            requirePublic(((InetSocketAddress) to).getAddress());
            if (closed) {
              throw new SocketException("it took too long");
            }
            super.connect(to, timeout);
          }
        };
    opened.add(socket);
    return socket;
  }

  @Override
  public void close() {
    closed = true;
    for (Socket socket : opened) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "a socket that cannot be closed is closed", e);
      }
    }
  }

  private void requirePublic(InetAddress address) throws OutboundRefused {
    if (address != null && !privateToo && !PublicAddress.isPublic(address)) {
      throw new OutboundRefused("The host's address is not a public one.");
    }
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    requirePublic(connected.getInetAddress());
    SSLSocket socket = (SSLSocket) tls.createSocket(connected, host, port, autoClose);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("only through createSocket()");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("only through createSocket()");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("only through createSocket()");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("only through createSocket()");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
