package io.sallyport.api.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.address.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.http.conn.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedNamesTest {
  private static final List<Network> NONE = List.of();

  private static DnsResolver answering(String... addresses) {
    Deque<InetAddress> left = new ArrayDeque<>();
    for (String each : addresses) {
      left.add(Network.parse(each).first());
    }
    return host -> new InetAddress[] {left.size() > 1 ? left.poll() : left.peek()};
  }

  private static GuardedNames guarded(String address, String ofCompany, String ofSite) {
    return new GuardedNames(answering(address), Network.list(ofCompany), Network.list(ofSite));
  }

  @Test
  void aPublicAddressIsGood() throws UnknownHostException {
    assertThat(guarded("93.184.216.34", "", "").resolve("node.example.com"))
        .containsExactly(InetAddress.getByName("93.184.216.34"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "fd12::1"
      })
  void whatIsNotPublicIsNot(String address) {
    assertThatThrownBy(() -> guarded(address, "", "").resolve("node.example.com"))
        .isInstanceOf(AddressRefused.class);
  }

  @Test
  void aPrivateOneMustBeNamedByBoth() throws UnknownHostException {
    assertThat(guarded("10.1.2.3", "10.1.0.0/16", "10.0.0.0/8").resolve("node.example.com"))
        .hasSize(1);
    assertThatThrownBy(() -> guarded("10.1.2.3", "10.1.0.0/16", "").resolve("n"))
        .isInstanceOf(AddressRefused.class);
    assertThatThrownBy(() -> guarded("10.1.2.3", "", "10.0.0.0/8").resolve("n"))
        .isInstanceOf(AddressRefused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0"})
  void metadataAreNeverAskedWhoeverNamesThem(String address) {
    assertThatThrownBy(() -> guarded(address, "0.0.0.0/0 ::/0", "0.0.0.0/0 ::/0").resolve("n"))
        .isInstanceOf(AddressRefused.class);
  }

  @Test
  void aNameThatChangesIsCheckedEachTime() throws UnknownHostException {
    GuardedNames names =
        new GuardedNames(answering("93.184.216.34", "169.254.169.254"), NONE, NONE);
    assertThat(names.resolve("node.example.com")).hasSize(1);
    assertThatThrownBy(() -> names.resolve("node.example.com")).isInstanceOf(AddressRefused.class);
  }

  @Test
  void oneBadAddressAmongGoodOnesIsEnough() {
    DnsResolver both =
        host ->
            new InetAddress[] {
              Network.parse("93.184.216.34").first(), Network.parse("10.0.0.1").first()
            };
    assertThatThrownBy(() -> new GuardedNames(both, NONE, NONE).resolve("node.example.com"))
        .isInstanceOf(AddressRefused.class);
  }
}
