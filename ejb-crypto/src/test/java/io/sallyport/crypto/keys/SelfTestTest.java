package io.sallyport.crypto.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO})
  void theProvidersThatWeNamePass(String name) {
    assertThatCode(new SelfTest(new JcaProvider(Optional.of(name)))::run)
        .doesNotThrowAnyException();
  }

  @Test
  void theJvmsOwnOrderPasses() {
    assertThatCode(new SelfTest(new JcaProvider(Optional.empty()))::run).doesNotThrowAnyException();
  }

  @Test
  void aProviderWithoutWhatIsNeededIsNamedByTheOperation() {
    assertThatThrownBy(new SelfTest(new JcaProvider(Optional.of("SUN")))::run)
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith("Self-test: RSA decryption, PKCS #1 v1.5");
  }

  @Test
  void fipsThatIsRequiredIsNotSunsProvider() {
    JcaProvider sun = new JcaProvider(Optional.of("SunJCE"));
    assertThatCode(new FipsState(Optional.empty(), sun)::check).doesNotThrowAnyException();
    assertThatThrownBy(new FipsState(Optional.of("required"), sun)::check)
        .hasMessageContaining("sallyport.crypto.provider must be BCFIPS");
    assertThatThrownBy(new FipsState(Optional.of("approved-only"), sun)::check)
        .hasMessageContaining("sallyport.crypto.provider must be BCFIPS");
    assertThatThrownBy(() -> new FipsState(Optional.of("yes"), sun))
        .hasMessageContaining("\"approved-only\", not \"yes\"");
    assertThat(new FipsState(Optional.empty(), sun).describe()).isEqualTo("not a FIPS module");
  }
}
