package io.sallyport.crypto.envelope.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the JWE reader is given, it accepts or refuses. */
class InnerEnvelopeFuzzTest {
  static Stream<byte[]> envelopes() {
    String jwe = Browser.seal(Site.p384(), Browser.newContext());
    return Stream.of(jwe, "", "....", "e30.e30.e30.e30.e30", jwe + ".", "a" + jwe)
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("envelopes")
  @FuzzTest(maxDuration = "15m")
  void acceptsOrRefuses(byte[] text) {
    try {
      InnerEnvelope read = InnerEnvelope.parse(text);
      assertThat(read.kid()).hasSize(43);
      assertThat(read.ctx()).hasSize(43);
      String compact =
          Stream.of(read.encryptedKey(), read.iv(), read.ciphertext(), read.tag())
              .map(Jwe::base64url)
              .collect(
                  Collectors.joining(
                      ".", new String(read.additionalData(), StandardCharsets.US_ASCII) + ".", ""));
      assertThat(compact.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(text);
    } catch (FormatException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }
}
