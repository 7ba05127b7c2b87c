package io.sallyport.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {
  @Test
  void isOneLineOrNothing() {
    assertThat(Reason.read(null)).isNull();
    assertThat(Reason.read("  ")).isNull();
    assertThat(Reason.read(" Ticket 4711: <b>größer</b> \uD83D\uDE80 "))
        .isEqualTo("Ticket 4711: <b>größer</b> \uD83D\uDE80");
    // Persian with a joiner that keeps apart, a flag of tags, an emoji newer than some JDKs.
    for (String text :
        new String[] {
          "\u0645\u06CC\u200C\u0631\u0648\u0645",
          "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
          "\uD83E\uDEE8"
        }) {
      assertThat(Reason.read(text)).isEqualTo(text);
    }
    assertThat(Reason.read("x".repeat(Reason.MOST))).hasSize(Reason.MOST);
    assertThat(Reason.read("\uD83D\uDE80".repeat(Reason.MOST))).hasSize(2 * Reason.MOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo",
        "a\u0000b",
        "a\u001bb",
        "a\uD83Db",
        "a\u0085b",
        "a\u202Eb",
        "a\u200Eb",
        "a\u200Bb",
        "a\uFEFFb",
        "a\u2028b"
      })
  void isNothingThatATrailOrATerminalReadsOtherwise(String text) {
    assertThatThrownBy(() -> Reason.read(text)).hasMessageContaining("SP-PARAMETER-INVALID");
  }

  @Test
  void isShort() {
    assertThatThrownBy(() -> Reason.read("x".repeat(Reason.MOST + 1)))
        .hasMessageContaining("SP-PARAMETER-INVALID");
  }
}
