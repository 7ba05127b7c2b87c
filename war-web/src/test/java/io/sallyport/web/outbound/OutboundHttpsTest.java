package io.sallyport.web.outbound;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpsTest {
  private static OutboundHttps outbound(boolean privateToo) throws Exception {
    return new OutboundHttps(Optional.empty(), privateToo, Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/keys",
        "https://127.0.0.1/keys",
        "https://[::1]/keys",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/keys"
      })
  void aPrivateAddressIsNotAskedWhateverItIsCalled(String address) throws Exception {
    OutboundHttps outbound = outbound(false);
    assertThatThrownBy(() -> outbound.document(URI.create(address)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a public one");
  }

  @Test
  void onlyHttpsIsFetched() throws Exception {
    OutboundHttps outbound = outbound(true);
    for (String address :
        new String[] {"http://example.com", "file:///etc/passwd", "https://u:p@example.com", "x"}) {
      assertThatThrownBy(() -> outbound.document(URI.create(address)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Only https");
    }
  }

  @Test
  void aConnectionThatLedElsewhereIsNotUsed() throws Exception {
    // The name had a public address when it was looked up; the connection has another.
    GuardedSockets sockets =
        new GuardedSockets((SSLSocketFactory) SSLSocketFactory.getDefault(), false);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThatThrownBy(() -> sockets.createSocket(socket, "example.com", 443, true))
          .isInstanceOf(OutboundRefused.class);
    }
  }

  @Test
  void whoeverAnswersByteByByteIsGivenUpWhateverIsWaitedFor() throws Exception {
    OutboundHttps outbound = outbound(true);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread trickle = new Thread(() -> trickle(server));
      trickle.start();
      assertThatThrownBy(
              () ->
                  outbound.document(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/")))
          .isInstanceOf(OutboundRefused.class)
          .hasMessageContaining("took longer than 1 second");
      trickle.join();
    }
  }

  /** A TLS record without an end, slow enough to be never late for a read. */
  private static void trickle(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] handshake = {22, 3, 3, 64, 0};
      for (int sent = 0; sent < 16_384; sent++) {
        socket.getOutputStream().write(sent < handshake.length ? handshake[sent] : 0);
        socket.getOutputStream().flush();
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // They hung up, as they should.
    }
  }
}
