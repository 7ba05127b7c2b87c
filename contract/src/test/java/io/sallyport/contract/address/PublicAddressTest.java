package io.sallyport.contract.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Which addresses customers can make us ask. */
class PublicAddressTest {
  @Test
  void addressesOfTheInternetArePublic() throws UnknownHostException {
    for (String each :
        new String[] {
          "1.1.1.1",
          "8.8.8.8",
          "100.63.0.1",
          "100.128.0.1",
          "172.15.0.1",
          "172.32.0.1",
          "192.167.0.1",
          "223.255.255.254",
          "2606:4700:4700::1111",
          "2a00:1450::1",
          "::ffff:1.1.1.1"
        }) {
      assertThat(PublicAddress.isPublic(InetAddress.getByName(each))).as(each).isTrue();
    }
  }

  @Test
  void allOthersAreNot() throws UnknownHostException {
    for (String each :
        new String[] {
          "0.0.0.0",
          "0.1.2.3",
          "127.0.0.1",
          "127.255.255.255",
          "10.0.0.1",
          "172.16.0.1",
          "172.31.255.255",
          "192.168.0.1",
          "169.254.169.254",
          "100.64.0.1",
          "100.127.255.255",
          "192.0.0.1",
          "192.0.2.1",
          "192.88.99.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "239.1.1.1",
          "240.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "fe80::1",
          "fec0::1",
          "fc00::1",
          "fd00:ec2::254",
          "ff02::1",
          "::ffff:127.0.0.1",
          "::ffff:10.0.0.1",
          "::127.0.0.1",
          "64:ff9b::10.0.0.1",
          "64:ff9b:1::1",
          "2002:a00:1::",
          "2002:7f00:1::",
          "2001::1",
          "2001:db8::1",
          "3fff::1",
          "100::1"
        }) {
      assertThat(PublicAddress.isPublic(InetAddress.getByName(each))).as(each).isFalse();
    }
  }
}
