package io.sallyport.web.outbound;

import static org.assertj.core.api.Assertions.assertThat;
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
        "127.0.0.1",
        "127.255.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "100::1"
      })
  void anAddressOfThisMachineOrItsNetworksIsNotPublic(String address) throws Exception {
    assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
  void anAddressOfTheInternetIsPublic(String address) throws Exception {
    assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
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
    OutboundHttps outbound = new OutboundHttps(false, Optional.empty());
    assertThatThrownBy(() -> outbound.fetch(URI.create(address)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("private");
  }

  @Test
  void onlyHttpsIsFetched() throws Exception {
    OutboundHttps outbound = new OutboundHttps(true, Optional.empty());
    for (String address :
        new String[] {"http://example.com", "file:///etc/passwd", "https://u:p@example.com", "x"}) {
      assertThatThrownBy(() -> outbound.fetch(URI.create(address)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("only https");
    }
  }

  @Test
  void aConnectionThatLedElsewhereIsNotUsed() throws Exception {
    // The name had a public address when it was looked up; the connection has another.
    GuardedSockets sockets =
        new GuardedSockets(
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            address -> {
              throw new IOException("refused " + address.isLoopbackAddress());
            });
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThatThrownBy(() -> sockets.createSocket(socket, "example.com", 443, true))
          .hasMessage("refused true");
    }
  }
}
