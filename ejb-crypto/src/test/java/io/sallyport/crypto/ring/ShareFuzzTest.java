package io.sallyport.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.crypto.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the share reader is given, it accepts or refuses, and a refusal tells no secret. */
class ShareFuzzTest {
  static Stream<byte[]> shares() {
    try (MasterKey key = MasterKey.random()) {
      String share = ShareSet.split(key, 3, 2).shares().get(0).text();
      return Stream.of(share, "", ".....", share + "\n", share + ".", share.substring(1))
          .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @MethodSource("shares")
  @FuzzTest(maxDuration = "15m")
  void acceptsOrRefuses(byte[] text) {
    String typed = new String(text, StandardCharsets.ISO_8859_1);
    try (Share share = Share.read(typed)) {
      assertThat(share.index()).isBetween(1, 255);
      assertThat(share.text()).isEqualTo(typed.strip());
    } catch (FormatException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(200);
    }
  }
}
