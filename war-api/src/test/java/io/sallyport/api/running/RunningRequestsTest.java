package io.sallyport.api.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.RunningRequest;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
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
          Instant.now(),
          false);

  private AbstractThrowableAssert<?, ?> failure(Supplier<String> act) {
    return assertThatThrownBy(() -> asked(act));
  }

  private String asked(Supplier<String> act) {
    return requests.during(OURS, request, () -> requests.act(act));
  }

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
    failure(
            () -> {
              requests.waitsFor(closed::incrementAndGet);
              requests.cancel(OURS, request.requestId());
              assertThat(closed).hasValue(1);
              requests.waitsFor(closed::incrementAndGet);
              return "never";
            })
        .hasMessageContaining("SP-REQUEST-CANCELLED");
    assertThat(closed).hasValue(1);
  }

  @Test
  void whatComesOfClosingIsThatItWasBrokenOff() {
    failure(
            () -> {
              requests.cancel(OURS, request.requestId());
              assertThat(requests.of(OURS)).containsExactly(request.ending());
              throw new IllegalStateException("the connection was closed");
            })
        .hasMessageContaining("SP-REQUEST-CANCELLED")
        .hasRootCauseMessage("the connection was closed");
    // Nothing of it is left behind for what the thread does next.
    requests.waitsFor(() -> {});
  }

  @Test
  void whatWasRefusedIsSaidAlsoWhenItWasBrokenOff() {
    failure(
            () -> {
              requests.cancel(OURS, request.requestId());
              throw new ProblemException(ErrorCode.AWS_ACCESS_DENIED);
            })
        .hasMessageContaining("SP-AWS-ACCESS-DENIED");
  }

  @Test
  void whatOthersWaitForGoesOnAndTheRequestEndsAfterIt() {
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    failure(
            () -> {
              requests.forOthersToo(
                  () -> {
                    requests.waitsFor(closed::incrementAndGet);
                    requests.cancel(OURS, request.requestId());
                    requests.waitsFor(closed::incrementAndGet);
                    return entered.incrementAndGet();
                  });
              requests.waitsFor(closed::incrementAndGet);
              return "never";
            })
        .hasMessageContaining("SP-REQUEST-CANCELLED");
    assertThat(entered).hasValue(1);
    assertThat(closed).hasValue(0);
  }

  @Test
  void anAnswerThatWasThereAlreadyIsGiven() {
    assertThat(
            asked(
                () -> {
                  requests.cancel(OURS, request.requestId());
                  return "done";
                }))
        .isEqualTo("done");
  }

  @Test
  void whatIsBrokenOffBeforeItBeginsNeverDoes() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                requests.during(
                    OURS,
                    request,
                    () -> {
                      requests.cancel(OURS, request.requestId());
                      return requests.act(begun::incrementAndGet);
                    }))
        .hasMessageContaining("SP-REQUEST-CANCELLED");
    assertThat(begun).hasValue(0);
  }

  @Test
  void whatWasAnsweredIsBrokenOffNoMoreWhileItsOutcomeIsWritten() {
    AtomicInteger closed = new AtomicInteger();
    requests.during(
        OURS,
        request,
        () -> {
          String answer =
              requests.act(
                  () -> {
                    requests.waitsFor(closed::incrementAndGet);
                    return "done";
                  });
          notRunning(() -> requests.cancel(OURS, request.requestId()));
          return answer;
        });
    assertThat(closed).hasValue(0);
  }

  @Test
  void itDoesNotEndWhileItIsBrokenOff() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread asking =
        new Thread(
            () ->
                asked(
                    () -> {
                      requests.waitsFor(
                          () -> {
                            closing.countDown();
                            await(closed);
                          });
                      waiting.countDown();
                      await(closing);
                      return "done";
                    }));
    asking.start();
    await(waiting);
    Thread breaking = new Thread(() -> requests.cancel(OURS, request.requestId()));
    breaking.start();
    await(closing);
    asking.join(200);
    assertThat(asking.isAlive()).isTrue();
    closed.countDown();
    asking.join(10_000);
    breaking.join(10_000);
    assertThat(asking.isAlive() || breaking.isAlive()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("not within ten seconds");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
