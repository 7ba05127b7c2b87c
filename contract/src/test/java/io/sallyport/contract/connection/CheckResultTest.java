package io.sallyport.contract.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckResultTest {
  @Test
  void whatIsToBeSaidIsCutToWhatIsKept() {
    String much = "x".repeat(CheckResult.LONGEST_SUBJECT + 1);
    assertThat(new CheckResult(Check.NOTHING_MORE, much, CheckOutcome.MORE_ALLOWED, null).subject())
        .hasSize(CheckResult.LONGEST_SUBJECT);
    assertThat(CheckResult.of(Check.OPEN, CheckOutcome.OPENED, null).subject()).isNull();
  }
}
