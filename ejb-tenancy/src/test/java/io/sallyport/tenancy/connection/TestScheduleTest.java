package io.sallyport.tenancy.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.VerificationReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestScheduleTest {
  private final TestSchedule schedule = new TestSchedule(Duration.ofHours(24));

  private static VerificationReport report(CheckOutcome outcome) {
    return new VerificationReport(
        UUID.randomUUID(),
        1,
        ConnectionState.VERIFIED,
        List.of(CheckResult.of(Check.WITHOUT_EXTERNAL_ID, outcome, null)));
  }

  @Test
  void noTwoConnectionsAreTestedTogetherForever() {
    Set<Duration> spans = new HashSet<>();
    for (int each = 0; each < 100; each++) {
      Duration span = schedule.after(report(CheckOutcome.REFUSED_AS_IT_MUST));
      assertThat(span)
          .isBetween(Duration.ofMinutes(24 * 60 * 9 / 10), Duration.ofMinutes(24 * 60 * 11 / 10));
      spans.add(span);
    }
    assertThat(spans).hasSizeGreaterThan(90);
  }

  @Test
  void whereAwsGaveNoAnswerItIsSooner() {
    assertThat(schedule.after(report(CheckOutcome.THROTTLED)))
        .isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
  }

  @Test
  void nobodyIsTestedAllTheTime() {
    assertThatThrownBy(() -> new TestSchedule(Duration.ofMinutes(9)))
        .hasMessageContaining("sallyport.reverification.interval");
  }
}
