package io.sallyport.api.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.request.Capability;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

class FindingsTest {
  private final Findings findings = new Findings();

  @Test
  void allFiveChecksMustPassToBeVerified() {
    findings.add(Check.OPEN, CheckOutcome.OPENED);
    findings.add(Check.WITHOUT_EXTERNAL_ID, CheckOutcome.REFUSED_AS_IT_MUST);
    findings.add(Check.RANDOM_EXTERNAL_ID, CheckOutcome.REFUSED_AS_IT_MUST);
    findings.add(Check.RIGHT_EXTERNAL_ID, CheckOutcome.ENTERED);
    assertThat(findings.state(ConnectionState.UNTESTED)).isEqualTo(ConnectionState.BROKEN);
    findings.add(Check.ACCOUNT_MATCHES, CheckOutcome.ACCOUNT_MATCHES);
    assertThat(findings.state(ConnectionState.UNTESTED)).isEqualTo(ConnectionState.VERIFIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WITHOUT_EXTERNAL_ID", "RANDOM_EXTERNAL_ID"})
  void aRoleThatLetUsInWronglyIsUnsafeWhateverElseWasFound(Check check) {
    findings.add(Check.OPEN, CheckOutcome.OPENED);
    findings.add(Check.WITHOUT_EXTERNAL_ID, CheckOutcome.THROTTLED);
    findings.add(check, CheckOutcome.LET_IN);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.UNSAFE);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "UNREACHABLE"})
  void anAnswerThatAwsDidNotGiveChangesNothing(CheckOutcome outcome) {
    findings.add(Check.OPEN, CheckOutcome.OPENED);
    findings.add(Check.WITHOUT_EXTERNAL_ID, outcome);
    for (ConnectionState before : ConnectionState.values()) {
      assertThat(findings.state(before)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENING_REFUSED", "NOT_LET_IN", "ACCOUNT_DIFFERS"})
  void anyOtherFailureIsBroken(CheckOutcome outcome) {
    findings.add(Check.ACCOUNT_MATCHES, outcome);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.BROKEN);
  }

  @Test
  void whatWasNotTriedIsSaidToBeSkipped() {
    findings.add(Check.OPEN, CheckOutcome.OPENING_REFUSED);
    assertThat(findings.results(ConnectionWay.ROLE, Capability.usual()))
        .extracting(CheckResult::outcome)
        .containsExactly(
            CheckOutcome.OPENING_REFUSED,
            CheckOutcome.SKIPPED,
            CheckOutcome.SKIPPED,
            CheckOutcome.SKIPPED,
            CheckOutcome.SKIPPED,
            CheckOutcome.SKIPPED);
  }

  @Test
  void oneThatAllowsMoreThanWasAgreedIsUsedForWhatWas() {
    allFiveChecksMustPassToBeVerified();
    findings.add(Check.NOTHING_MORE, CheckOutcome.NOTHING_MORE);
    assertThat(findings.state(ConnectionState.DEGRADED)).isEqualTo(ConnectionState.VERIFIED);
    findings.add(Check.NOTHING_MORE, CheckOutcome.MORE_ALLOWED);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.DEGRADED);
    findings.add(Check.NOTHING_MORE, CheckOutcome.THROTTLED);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.VERIFIED);
    assertThat(findings.state(ConnectionState.UNTESTED)).isEqualTo(ConnectionState.VERIFIED);
    assertThat(findings.state(ConnectionState.DEGRADED)).isEqualTo(ConnectionState.DEGRADED);
  }

  private static Optional<SdkException> said(int status, String code) {
    return Optional.of(
        AwsServiceException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build())
            .build());
  }

  @Test
  void nothingMoreIsOnlyWhatAwsSaidNoTo() {
    Optional<SdkException> denied = said(403, "AccessDenied");
    assertThat(Findings.nothingMore(Map.of("a:B", denied)).outcome())
        .isEqualTo(CheckOutcome.NOTHING_MORE);
    assertThat(Findings.nothingMore(Map.of()).outcome()).isEqualTo(CheckOutcome.NOTHING_MORE);
    assertThat(
            Findings.nothingMore(Map.of("a:B", denied, "a:C", said(400, "InvalidAMIID.NotFound")))
                .outcome())
        .isEqualTo(CheckOutcome.NOTHING_MORE);
    assertThat(Findings.nothingMore(Map.of("a:C", said(400, "InvalidAMIID.NotFound"))).outcome())
        .isEqualTo(CheckOutcome.NOT_REHEARSED);
    assertThat(Findings.nothingMore(Map.of("a:B", denied, "a:D", said(503, "Broken"))).outcome())
        .isEqualTo(CheckOutcome.UNREACHABLE);
    CheckResult more =
        Findings.nothingMore(Map.of("a:D", said(503, "Broken"), "a:E", Optional.empty()));
    assertThat(more.outcome()).isEqualTo(CheckOutcome.MORE_ALLOWED);
    assertThat(more.label()).endsWith("the role allows a:E");
  }

  @Test
  void aRoleThatIsNotWatchedIsNotSaidToBe() {
    assertThat(findings.results(ConnectionWay.ROLE, EnumSet.of(Capability.WATCH_ROLE)))
        .extracting(CheckResult::check)
        .contains(Check.ROLE_AS_AGREED);
    assertThat(findings.results(ConnectionWay.ROLE, Capability.usual()))
        .extracting(CheckResult::check)
        .doesNotContain(Check.ROLE_AS_AGREED);
    assertThat(findings.results(ConnectionWay.NODE, EnumSet.of(Capability.WATCH_ROLE)))
        .extracting(CheckResult::check)
        .doesNotContain(Check.ROLE_AS_AGREED);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_AS_AGREED", "ROLE_UNREADABLE"})
  void aWatchedRoleThatWasChangedIsUsedForWhatWasAgreed(CheckOutcome outcome) {
    allFiveChecksMustPassToBeVerified();
    findings.add(Check.ROLE_AS_AGREED, outcome);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.DEGRADED);
    findings.add(Check.ROLE_AS_AGREED, CheckOutcome.THROTTLED);
    assertThat(findings.state(ConnectionState.VERIFIED)).isEqualTo(ConnectionState.VERIFIED);
    assertThat(findings.state(ConnectionState.DEGRADED)).isEqualTo(ConnectionState.DEGRADED);
    findings.add(Check.ROLE_AS_AGREED, CheckOutcome.AS_AGREED);
    assertThat(findings.state(ConnectionState.DEGRADED)).isEqualTo(ConnectionState.VERIFIED);
  }
}
