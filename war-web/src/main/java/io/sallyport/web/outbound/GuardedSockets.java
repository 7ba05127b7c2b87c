package io.sallyport.web.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS over connections whose peer was looked at: before the first byte is sent its address must
 * pass, and its certificate must name the host. Connects nowhere by itself.
 */
final class GuardedSockets extends SSLSocketFactory {
  /** Refuses an address. */
  @FunctionalInterface
  interface Guard {
    void check(InetAddress address) throws IOException;
  }

  private final SSLSocketFactory tls;
  private final Guard guard;

  GuardedSockets(SSLSocketFactory tls, Guard guard) {
    this.tls = tls;
    this.guard = guard;
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    guard.check(connected.getInetAddress());
    SSLSocket socket = (SSLSocket) tls.createSocket(connected, host, port, autoClose);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw connectsNowhere();
  }

  private static UnsupportedOperationException connectsNowhere() {
    return new UnsupportedOperationException("only over a connection that was looked at");
  }
}
