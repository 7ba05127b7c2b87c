package io.sallyport.crypto.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the manifest reader is given, only what the root signed is verified. */
class SignedManifestFuzzTest {
  private static final Site SITE = new Site();
  private static final String SIGNED = SITE.signed(SITE.manifest()).toJson();

  static Stream<byte[]> manifests() {
    return Stream.of(SIGNED, "", "{}", "{\"payload\":\"\",\"signatures\":[]}", SIGNED + " ")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("manifests")
  @FuzzTest(maxDuration = "15m")
  void verifiesOnlyWhatTheRootSigned(byte[] document) {
    try {
      SignedManifest read = SignedManifest.read(document);
      assertThat(read.verify(SITE.root).root()).isEqualTo(SITE.root.fingerprint());
      read.requireSignaturesOf(SITE.root);
    } catch (FormatException | ManifestRefused refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
