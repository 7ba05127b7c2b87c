package io.sallyport.contract.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses with a beginning in common.
 *
 * @param first any of them
 * @param prefix how many bits they have in common
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632, CIDR notation</a>
 */
public record Network(InetAddress first, int prefix) {
  /** Letters, digits and separators of literal addresses: no name is ever looked up. */
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:.*");

  public Network {
    if (prefix < 0 || prefix > first.getAddress().length * 8) {
      throw new IllegalArgumentException("a prefix of 0 to 32 bits, or to 128 for IPv6");
    }
  }

  /**
   * Reads {@code ADDRESS/BITS}, or one address.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Network parse(String text) {
    String[] parts = text.strip().split("/", -1);
    if (parts.length > 2 || !LITERAL.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    try {
      InetAddress address = InetAddress.getByName(parts[0]);
      return new Network(
          address,
          parts.length == 1 ? address.getAddress().length * 8 : Integer.parseInt(parts[1]));
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException("not a network: " + text, e);
    }
  }

  /** Reads several, separated by commas or spaces. */
  public static List<Network> list(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(each -> !each.isEmpty())
        .map(Network::parse)
        .toList();
  }

  /** Whether that address is one of them. */
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Whether that address is one of any of them. */
  public static boolean contain(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
