package io.sallyport.web.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSessionLifeTest {
  @Test
  void anHourAndTwelveAreFine() {
    assertThat(new ToolSessionLife(Duration.ofHours(1)).longest()).isEqualTo(Duration.ofHours(1));
    assertThat(new ToolSessionLife(Duration.ofHours(12)).longest()).hasHours(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1H", "PT12H1S"})
  void aNodeDoesNotStartWithAnythingElse(String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ToolSessionLife(Duration.parse(setting)))
        .withMessageContaining("sallyport.tool-session.longest must be between");
  }
}
