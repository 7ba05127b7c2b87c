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
            List.of(entered("test", 60), entered("test", 59), entered("before", 94)),
            List.of(),
            List.of(
                entered("test", 60),
                entered("test", 59),
                entered("test", 30),
                entered("before", 95),
                entered("long before", 95)),
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
            List.of(entered("through another connection", 21)),
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
            tuple("through another connection", Agreement.THROUGH_ANOTHER),
            tuple("stranger", Agreement.MISSING_HERE),
            tuple("both", Agreement.MATCHED),
            tuple("lost", Agreement.MISSING_THERE));
    assertThat(both.count(Agreement.MISSING_HERE)).isOne();
    assertThat(Agreement.THROUGH_ANOTHER.isAlarming()).isFalse();
    assertThat(Agreement.MISSING_HERE.isAlarming()).isTrue();
    assertThat(Agreement.TOO_NEW.isAlarming()).isFalse();
  }

  @Test
  void aBorrowedNameHidesNobody() {
    Entered elsewhere = new Entered("ours", NOW.minusSeconds(3600), "us-east-1", "");
    BothTrails both =
        BothTrails.of(
            List.of(entered("ours", 60)),
            List.of(entered("another's", 50)),
            List.of(entered("ours", 60), elsewhere, entered("another's", 40)),
            NOW.minus(Duration.ofMinutes(90)),
            NOW);
    assertThat(both.lines())
        .extracting(BothTrails.Line::entered, BothTrails.Line::agreement)
        .containsExactlyInAnyOrder(
            tuple(entered("ours", 60), Agreement.MATCHED),
            tuple(elsewhere, Agreement.MISSING_HERE),
            tuple(entered("another's", 40), Agreement.MISSING_HERE));
  }
}
