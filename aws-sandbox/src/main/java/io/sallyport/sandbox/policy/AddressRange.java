package io.sallyport.sandbox.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A CIDR block of {@code IpAddress}, such as {@code 203.0.113.0/24}. Never looks a name up.
 *
 * @param bits how long addresses of this family are
 */
record AddressRange(BigInteger network, int bits, int prefix) {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|(?=.*:)[0-9a-fA-F:.]{2,45}");

  /** An address and the length of its family. */
  private record Address(BigInteger value, int bits) {}

  static Optional<AddressRange> parse(String text) {
    String[] parts = text.split("/", 2);
    Optional<Address> network = address(parts[0]);
    if (network.isEmpty() || (parts.length == 2 && !parts[1].matches("[0-9]{1,3}"))) {
      return Optional.empty();
    }
    int bits = network.get().bits();
    int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
    return prefix <= bits
        ? Optional.of(new AddressRange(network.get().value(), bits, prefix))
        : Optional.empty();
  }

  boolean contains(String text) {
    return address(text)
        .filter(other -> other.bits() == bits)
        .map(other -> head(other.value()).equals(head(network)))
        .orElse(false);
  }

  private BigInteger head(BigInteger address) {
    return address.shiftRight(bits - prefix);
  }

  private static Optional<Address> address(String literal) {
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = InetAddress.getByName(literal).getAddress();
      return Optional.of(new Address(new BigInteger(1, bytes), bytes.length * Byte.SIZE));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
