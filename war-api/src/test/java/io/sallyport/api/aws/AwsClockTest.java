package io.sallyport.api.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpResponse;

class AwsClockTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.700Z");

  private final AwsClock clock = new AwsClock(Clock.fixed(NOW, ZoneOffset.UTC));

  private void hear(String date) {
    clock.heard(SdkHttpResponse.builder().statusCode(403).putHeader("Date", date).build());
  }

  @ParameterizedTest
  @CsvSource({
    "'Thu, 26 Nov 2026 11:50:00 GMT', PT10M0.7S",
    "'Thu, 26 Nov 2026 12:10:00 GMT', PT-9M-59.3S",
    "'Thu, 26 Nov 2026 11:59:40 GMT', PT0S",
    "'Thu, 26 Nov 2026 12:00:00 GMT', PT0S",
  })
  void whatWeSignIsDatedByAwsWhereTheClocksDiffer(String date, Duration ahead) {
    hear(date);
    assertThat(clock.ahead()).isEqualTo(ahead);
    assertThat(clock.signing().instant()).isEqualTo(NOW.minus(ahead));
  }

  @Test
  void whatSaysNothingOfTheTimeChangesNothing() {
    hear("Thu, 26 Nov 2026 11:50:00 GMT");
    hear("yesterday");
    clock.heard(SdkHttpResponse.builder().statusCode(200).build());
    assertThat(clock.ahead()).isEqualTo(Duration.ofMillis(600_700));
    hear("Thu, 26 Nov 2026 12:00:00 GMT");
    assertThat(clock.ahead()).isZero();
  }
}
