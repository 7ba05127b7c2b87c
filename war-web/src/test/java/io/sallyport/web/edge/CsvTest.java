package io.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"=HYPERLINK(\"https://example.com\")", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"})
  void whatASpreadsheetWouldTakeForAFormulaBecomesText(String cell) {
    assertThat(Csv.noFormula(cell)).isEqualTo("'" + cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ada", "a=b", "2026-11-25", "sallyport-1", "'quoted'", "SP-INTERNAL"})
  void everythingElseStaysAsItIs(String cell) {
    assertThat(Csv.noFormula(cell)).isEqualTo(cell);
  }
}
