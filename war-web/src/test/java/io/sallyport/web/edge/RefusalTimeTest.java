package io.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalTimeTest {
  @Test
  void whateverARefusalTookItLastsAWholeNumberOfGrains() {
    long grain = RefusalTime.GRAIN.toNanos();
    for (long millis : new long[] {0, 1, 30, 399, 400, 401, 1_234}) {
      long taken = Duration.ofMillis(millis).toNanos();
      assertThat((taken + RefusalTime.rest(taken)) % grain).as("%d ms", millis).isZero();
      assertThat(RefusalTime.rest(taken)).isBetween(1L, grain);
    }
  }
}
