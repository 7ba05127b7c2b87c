package io.sallyport.web.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.web.reconciliation.BothTrails.Agreement;
import io.sallyport.web.reconciliation.BothTrails.Entered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BothTrailsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static Entered entered(String session, int minutesAgo) {
    return new Entered(session, NOW.minusSeconds(60L * minutesAgo), "eu-central-1", "somebody");
  }

  @Test
  void aNameOfOursThatSomebodyUsedOnceMoreIsMissingHere() {
    BothTrails both =
        BothTrails.of(
            List.of(entered("test", 60), entered("test", 59)),
            List.of("test", "test"),
            List.of(
                entered("test", 60),
                entered("test", 59),
                entered("test", 30),
                entered("before", 95)),
            NOW.minus(Duration.ofMinutes(90)),
            NOW);
    assertThat(both.count(Agreement.MATCHED)).isEqualTo(2);
    assertThat(both.count(Agreement.MISSING_HERE)).isOne();
  }

  @Test
  void whatIsInBothMatchesAndTheRestIsToldApart() {
    BothTrails both =
        BothTrails.of(
            List.of(entered("both", 60), entered("lost", 61), entered("new", 1)),
            List.of("both", "lost", "new", "through another connection"),
            List.of(
                entered("both", 60),
                entered("stranger", 30),
                entered("through another connection", 20)),
            NOW.minus(Duration.ofMinutes(90)),
            NOW);
    assertThat(both.lines())
        .extracting(line -> line.entered().session(), BothTrails.Line::agreement)
        .containsExactly(
            tuple("new", Agreement.TOO_NEW),
            tuple("stranger", Agreement.MISSING_HERE),
            tuple("both", Agreement.MATCHED),
            tuple("lost", Agreement.MISSING_THERE));
    assertThat(both.count(Agreement.MISSING_HERE)).isOne();
    assertThat(Agreement.MISSING_HERE.isAlarming()).isTrue();
    assertThat(Agreement.TOO_NEW.isAlarming()).isFalse();
  }
}
