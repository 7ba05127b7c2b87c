package io.sallyport.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.api.operation.AwsCall;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.vault.SealSignal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

class HeldAnswersTest {
  private static final AllowList LIST = AllowList.ofThisRelease();
  private static final AllowedOperation OPERATION = LIST.find("ec2", "DescribeInstances");
  private static final TenantId TENANT = new TenantId(UUID.randomUUID());
  private static final ConnectionId CONNECTION = ConnectionId.random();
  private static final AwsCall.Answer ANSWER =
      new AwsCall.Answer("aws-1", Map.of("Reservations", "none"));

  private final Vault vault = new Vault();
  private final HeldAnswers held = at(Instant.parse("2026-11-25T12:00:00Z"));

  private HeldAnswers at(Instant now) {
    return new HeldAnswers(vault, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static final class Vault implements SealSignal {
    private boolean open = true;
    private Runnable forget;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void whenSealed(Runnable act) {
      forget = act;
    }

    void seal() {
      open = false;
      forget.run();
    }
  }

  private static HeldAnswers.Key key(ConnectionId connection, int version, Object parameter) {
    return new HeldAnswers.Key(
        TENANT,
        connection,
        version,
        OPERATION,
        Region.EU_CENTRAL_1,
        Map.of("MaxResults", parameter));
  }

  @Test
  void anAnswerIsForTheSameQuestionOnly() {
    held.keep(key(CONNECTION, 1, 10), ANSWER);
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).contains(ANSWER);
    assertThat(held.find(key(CONNECTION, 2, 10), 60)).isEmpty();
    assertThat(held.find(key(CONNECTION, 1, 11), 60)).isEmpty();
    assertThat(held.find(key(ConnectionId.random(), 1, 10), 60)).isEmpty();
  }

  @Test
  void nothingIsOlderThanWasAskedFor() {
    held.keep(key(CONNECTION, 1, 10), ANSWER);
    assertThat(held.find(key(CONNECTION, 1, 10), 0)).isEmpty();
    assertThat(held.find(key(CONNECTION, 1, 10), 1)).isPresent();
  }

  @Test
  void aSealedNodeHasForgottenAndKeepsNothing() {
    held.keep(key(CONNECTION, 1, 10), ANSWER);
    vault.seal();
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).isEmpty();
    held.keep(key(CONNECTION, 1, 10), ANSWER);
    vault.open = true;
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).isEmpty();
  }

  @Test
  void aConnectionThatIsNotSoundTakesItsAnswersWithIt() {
    ConnectionId other = ConnectionId.random();
    held.keep(key(CONNECTION, 1, 10), ANSWER);
    held.keep(key(other, 1, 10), ANSWER);
    held.drop(new TenantId(UUID.randomUUID()), CONNECTION);
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).isPresent();
    held.drop(TENANT, CONNECTION);
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).isEmpty();
    assertThat(held.find(key(other, 1, 10), 60)).isPresent();
  }

  @Test
  void whatIsLargeIsNotKeptWhetherItIsTheQuestionOrTheAnswer() {
    String large = "x".repeat(1024 * 1024);
    held.keep(key(CONNECTION, 1, large), ANSWER);
    assertThat(held.find(key(CONNECTION, 1, large), 60)).isEmpty();
    held.keep(key(CONNECTION, 1, 10), new AwsCall.Answer("aws-1", Map.of("large", large)));
    assertThat(held.find(key(CONNECTION, 1, 10), 60)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeInstances, false, 300, true",
    "DescribeInstances, false, 301, false",
    "DescribeInstances, false, -1, false",
    "DescribeInstances, true, 60, false",
    "RunInstances, false, 60, false",
    "RunInstances, false, 0, true",
    "WaitUntilInstanceRunning, false, 60, false"
  })
  void onlyWhatReadsCanBeAnsweredFromBefore(
      String operation, boolean dryRun, int maxAge, boolean may) {
    ServiceRequest request =
        new ServiceRequest(
            UUID.randomUUID(),
            new Actor(UUID.randomUUID(), UUID.randomUUID()),
            CONNECTION.value(),
            "ec2",
            operation,
            "eu-central-1",
            Map.of(),
            dryRun,
            maxAge,
            null,
            null);
    if (may) {
      HeldAnswers.check(request, LIST.find("ec2", operation));
    } else {
      assertThatThrownBy(() -> HeldAnswers.check(request, LIST.find("ec2", operation)))
          .hasMessageContaining("SP-PARAMETER-INVALID");
    }
  }
}
