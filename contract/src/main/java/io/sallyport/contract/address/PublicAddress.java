package io.sallyport.contract.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Tells addresses of the public Internet from all others: loopback, private, shared, link-local,
 * multicast, documentation and reserved ones are not (IANA's special-purpose registries), nor are
 * IPv6 forms that carry such an IPv4 address.
 */
public final class PublicAddress {
  private PublicAddress() {}

  /** Whether it is one of the public Internet. */
  public static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return address instanceof Inet4Address
        ? isPublic4(address.getAddress())
        : address instanceof Inet6Address && isPublic6(address.getAddress());
  }

  private static boolean isPublic4(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    int third = address[2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 ->
          second != 168
              && !(second == 0 && (third == 0 || third == 2))
              && !(second == 88 && third == 99);
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  private static boolean isPublic6(byte[] address) {
    int first = (address[0] & 0xff) << 8 | (address[1] & 0xff);
    int second = (address[2] & 0xff) << 8 | (address[3] & 0xff);
    if (first == 0x0064 && second == 0xff9b) {
      // NAT64: the last four bytes are an IPv4 address.
      return Arrays.equals(new byte[8], Arrays.copyOfRange(address, 4, 12))
          && isPublic4(Arrays.copyOfRange(address, 12, 16));
    }
    if (first == 0x2002) {
      // 6to4: so are the two groups behind the prefix.
      return isPublic4(Arrays.copyOfRange(address, 2, 6));
    }
    // 2001:0::/23 is special (Teredo, benchmarks, ORCHID), 2001:db8:: and 3fff:: documentation.
    boolean special =
        (first == 0x2001 && second < 0x0200)
            || (first == 0x2001 && second == 0x0db8)
            || (first == 0x3fff && second < 0x1000);
    return (first & 0xe000) == 0x2000 && !special;
  }
}
