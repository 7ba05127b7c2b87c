package io.sallyport.api.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.RunningRequest;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunningRequestsTest {
  private static final TenantId OURS = new TenantId(UUID.randomUUID());
  private static final TenantId OTHERS = new TenantId(UUID.randomUUID());

  private final RunningRequests requests = new RunningRequests();
  private final RunningRequest request =
      new RunningRequest(
          UUID.randomUUID(),
          UUID.randomUUID(),
          UUID.randomUUID(),
          "ec2",
          "DescribeInstances",
          "eu-central-1",
          Instant.now());

  private static void notRunning(Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("SP-REQUEST-NOT-RUNNING");
  }

  @Test
  void whatIsUnderWayIsItsCompanysAloneAndOnlyMeanwhile() {
    String answer =
        requests.during(
            OURS,
            request,
            () -> {
              assertThat(requests.of(OURS)).containsExactly(request);
              assertThat(requests.of(OTHERS)).isEmpty();
              notRunning(() -> requests.cancel(OTHERS, request.requestId()));
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(requests.of(OURS)).isEmpty();
    notRunning(() -> requests.cancel(OURS, request.requestId()));
  }

  @Test
  void whatItWaitsForIsClosedAndNothingFurtherBegins() {
    AtomicInteger closed = new AtomicInteger();
    assertThatThrownBy(
            () ->
                requests.during(
                    OURS,
                    request,
                    () -> {
                      requests.waitsFor(closed::incrementAndGet);
                      requests.cancel(OURS, request.requestId());
                      assertThat(closed).hasValue(1);
                      requests.waitsFor(closed::incrementAndGet);
                      return "never";
                    }))
        .hasMessageContaining("SP-REQUEST-CANCELLED");
    assertThat(closed).hasValue(1);
  }

  @Test
  void whateverFailsOfItThenIsThatItWasBrokenOff() {
    assertThatThrownBy(
            () ->
                requests.during(
                    OURS,
                    request,
                    () -> {
                      requests.cancel(OURS, request.requestId());
                      throw new IllegalStateException("the connection was closed");
                    }))
        .hasMessageContaining("SP-REQUEST-CANCELLED")
        .hasRootCauseMessage("the connection was closed");
  }

  @Test
  void anAnswerThatWasThereAlreadyIsGiven() {
    assertThat(
            requests.<String>during(
                OURS,
                request,
                () -> {
                  requests.cancel(OURS, request.requestId());
                  return "done";
                }))
        .isEqualTo("done");
  }

  @Test
  void whatIsNoRequestIsNotBrokenOff() {
    AtomicInteger closed = new AtomicInteger();
    requests.waitsFor(closed::incrementAndGet);
    assertThat(closed).hasValue(0);
  }
}
