package io.sallyport.tenancy.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whose attempts are counted together: an IPv4 address, or an IPv6 network of 64 bits, which is the
 * least that one household or host gets (RFC 6177), so that nobody has a new address for each
 * attempt.
 *
 * @param name never shown
 */
public record Network(String name) {
  private static final int PREFIX_BYTES = 8;

  /**
   * The network of an address.
   *
   * @param address a literal, as the container gives it
   */
  public static Network of(String address) {
    try {
      // A literal is not looked up.
      return InetAddress.getByName(address.replaceFirst("%.*", "")) instanceof Inet6Address six
          ? new Network(
              HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES)) + "/64")
          : new Network(address);
    } catch (UnknownHostException e) {
      return new Network(address);
    }
  }
}
