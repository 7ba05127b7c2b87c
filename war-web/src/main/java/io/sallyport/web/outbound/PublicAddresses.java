package io.sallyport.web.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Tells addresses of the public Internet from those of the machine, its site and its cloud. */
final class PublicAddresses {
  /** An address range: its first bytes, and how many bits of them count. */
  @SuppressWarnings("ArrayRecordComponent") // compared with nothing
  private record Range(int bits, byte[] start) {
    boolean holds(byte[] address) {
      if (address.length < start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  // IANA's special-purpose registries (RFC 6890), as far as Java does not tell them itself.
  private static final List<Range> IPV4 =
      List.of(
          range(8, 0),
          range(10, 100, 64),
          range(24, 192, 0, 0),
          range(24, 192, 0, 2),
          range(24, 192, 88, 99),
          range(15, 198, 18),
          range(24, 198, 51, 100),
          range(24, 203, 0, 113),
          range(4, 240));

  // Only 2000::/3 is given out; in it, what leads elsewhere: Teredo, documentation, 6to4.
  private static final Range GLOBAL = range(3, 0x20);
  private static final List<Range> IPV6 =
      List.of(
          range(23, 0x20, 0x01, 0x00), range(32, 0x20, 0x01, 0x0d, 0xb8), range(16, 0x20, 0x02));

  private PublicAddresses() {}

  /** Whether it is one of them. */
  static boolean contain(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? IPV4.stream().noneMatch(range -> range.holds(bytes))
        : GLOBAL.holds(bytes) && IPV6.stream().noneMatch(range -> range.holds(bytes));
  }

  private static Range range(int bits, int... start) {
    byte[] bytes = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      bytes[i] = (byte) start[i];
    }
    return new Range(bits, bytes);
  }
}
