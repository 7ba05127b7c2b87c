package io.sallyport.web.outbound;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpsTest {
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
    OutboundHttps outbound = new OutboundHttps(Optional.empty(), false);
    assertThatThrownBy(() -> outbound.document(URI.create(address)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a public one");
  }

  @Test
  void onlyHttpsIsFetched() throws Exception {
    OutboundHttps outbound = new OutboundHttps(Optional.empty(), true);
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
}
