package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the pre-parser is given, it accepts or refuses; it accepts nothing that is odd. */
class PacketScanFuzzTest {
  private static final long KEY = 0x1122334455667788L;

  static Stream<byte[]> messages() {
    RSAPublicKey recipient = (RSAPublicKey) OpenPgpKey.ENCRYPTION.getPublic();
    byte[] message = Pgp.message(recipient, KEY, Pgp.literal("content"));
    byte[] session = Pgp.random(32);
    return Stream.of(
        new byte[0],
        message,
        Pgp.join(message, message),
        Pgp.seipd(session, Pgp.literal("nobody's")),
        Pgp.join(Pgp.packet(Pgp.MARKER, new byte[3]), message));
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "15m")
  void acceptsOrRefuses(byte[] message) {
    try {
      int content = PacketScan.check(message, id -> id == KEY);
      // What it accepted begins with a session key packet and has one content packet, to its end.
      assertThat(content).isBetween(12, message.length - 42);
      assertThat(message.length).isLessThanOrEqualTo(512 * 1024);
    } catch (OpeningFailure refused) {
      assertThat(refused.gate()).isEqualTo(OpeningFailure.Gate.PACKETS);
    }
  }
}
