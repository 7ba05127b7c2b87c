package io.sallyport.contract.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.connection.CheckOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  private static final String CHECK = "| `SP-CHECK-";

  private static final String CANARY = "canary: select secret from somewhere";

  @ParameterizedTest
  @ValueSource(strings = {"08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03"})
  void aLostOrRefusedDatabaseConnectionIsToldAsSuch(String state) {
    Throwable thrown =
        new IllegalStateException(new RuntimeException(new SQLException(CANARY, state)));
    Problem problem = Problems.from(thrown);
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "0", "23505", "42501", "57014", "40001", "P0001", "80801"})
  void anyOtherDatabaseErrorIsInternalAndTellsNothing(String state) {
    Problem problem = Problems.from(new IllegalStateException(new SQLException(CANARY, state)));
    assertThat(problem).isEqualTo(Problem.of(ErrorCode.INTERNAL));
  }

  @Test
  void aProblemIsFoundUnderWhateverWrapsIt() {
    ProblemException known =
        ProblemException.in(ErrorCode.ALIAS_INVALID, "alias", "It has a slash.");
    assertThat(Problems.from(new RuntimeException(new RuntimeException(known))))
        .isEqualTo(known.problem());
  }

  @Test
  void aProblemSaysMoreThanTheDatabaseErrorThatCausedIt() {
    ProblemException known =
        new ProblemException(ErrorCode.AUDIT_UNAVAILABLE, new SQLException(CANARY, "08006"));
    assertThat(Problems.from(known).errorCode()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
  }

  @Test
  void whatNobodyForesawTellsNothingOfItself() {
    assertThat(Problems.from(new NullPointerException(CANARY)))
        .isEqualTo(Problem.of(ErrorCode.INTERNAL));
    assertThat(Problems.from(new StackOverflowError(CANARY)))
        .isEqualTo(Problem.of(ErrorCode.INTERNAL));
    assertThat(Problems.from(null)).isEqualTo(Problem.of(ErrorCode.INTERNAL));
  }

  @ParameterizedTest
  @CsvSource({
    "400, REQUEST_MALFORMED, 400",
    "406, REQUEST_MALFORMED, 400",
    "401, SIGN_IN_REQUIRED, 401",
    "403, FORBIDDEN, 403",
    "404, NOT_FOUND, 404",
    "405, METHOD_NOT_ALLOWED, 405",
    "413, REQUEST_TOO_LARGE, 413",
    "415, MEDIA_TYPE_UNSUPPORTED, 415",
    "500, INTERNAL, 500",
    "503, INTERNAL, 500",
    "0, INTERNAL, 500"
  })
  void aBareStatusBecomesTheProblemItMeans(int status, ErrorCode code, int answered) {
    Problem problem = Problems.ofStatus(status);
    assertThat(problem.errorCode()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(answered);
  }

  @Test
  void aProblemNamesItsFieldWhatWasWrongAndWhatToDo() {
    Problem problem =
        ProblemException.in(ErrorCode.PARAMETER_UNKNOWN, "parameters.Foo", "There is no Foo.")
            .problem();
    assertThat(problem.type()).isEqualTo("urn:sallyport:problem:SP-PARAMETER-UNKNOWN");
    assertThat(problem.parameter()).isEqualTo("parameters.Foo");
    assertThat(problem.detail()).isEqualTo("There is no Foo. Leave it out or correct its name.");
    assertThat(problem.requestId()).isNull();
    assertThat(problem.during("r-1").requestId()).isEqualTo("r-1");
    assertThat(problem.during("r-1").during(null)).isEqualTo(problem);
  }

  @Test
  void aCodeOfANewerReleaseIsReadAsInternal() {
    assertThat(ErrorCode.of("SP-FROM-THE-FUTURE")).isEqualTo(ErrorCode.INTERNAL);
    assertThat(ErrorCode.of(null)).isEqualTo(ErrorCode.INTERNAL);
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ErrorCode.of(code.code())).isEqualTo(code);
    }
  }

  /** The guide's table of codes, from this module's folder. */
  @Test
  void theGuideListsEveryCodeWithItsStatusAndTitle() throws IOException {
    assertThat(rows(line -> !line.startsWith(CHECK)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ErrorCode.values())
                .map(
                    code ->
                        "| `%s` | %d | %s |".formatted(code.code(), code.status(), code.title()))
                .toList());
  }

  @Test
  void theGuideListsEveryCheckWithItsSentence() throws IOException {
    assertThat(rows(line -> line.startsWith(CHECK)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CheckOutcome.values())
                .map(
                    check ->
                        "| `%s` | %s | %s |"
                            .formatted(
                                check.code(), check.passed() ? "yes" : "no", check.sentence()))
                .toList());
  }

  private static List<String> rows(Predicate<String> wanted) throws IOException {
    return Files.readAllLines(Path.of("../docs/api.md")).stream()
        .filter(line -> line.startsWith("| `SP-"))
        .filter(wanted)
        .toList();
  }
}
