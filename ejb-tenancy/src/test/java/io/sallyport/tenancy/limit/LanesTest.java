package io.sallyport.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes(2, 3, 1);
  private final TenantId tenant = new TenantId(UUID.randomUUID());
  private final ConnectionId slow = ConnectionId.random();
  private final ConnectionId quick = ConnectionId.random();
  private final CountDownLatch done = new CountDownLatch(1);
  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    done.countDown();
    others.shutdown();
  }

  private void occupy(ConnectionId connection, int times) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(times);
    for (int each = 0; each < times; each++) {
      others.execute(
          () ->
              lanes.within(
                  tenant,
                  connection,
                  () -> {
                    inside.countDown();
                    return await(done);
                  }));
    }
    assertThat(await(inside)).isTrue();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertBusy(TenantId whose, ConnectionId connection) {
    assertThatThrownBy(() -> lanes.within(whose, connection, () -> "done"))
        .isInstanceOfSatisfying(
            RateLimited.class,
            busy -> {
              assertThat(busy.problem().errorCode()).isEqualTo(ErrorCode.CONNECTION_BUSY);
              assertThat(busy.seconds()).isPositive();
            });
  }

  @Test
  void aSlowConnectionHoldsUpItselfAlone() throws Exception {
    occupy(slow, 2);
    assertBusy(tenant, slow);
    assertThat(lanes.within(tenant, quick, () -> "done")).isEqualTo("done");
  }

  @Test
  void aTenantHoldsUpItselfAlone() throws Exception {
    occupy(slow, 2);
    occupy(quick, 1);
    assertBusy(tenant, ConnectionId.random());
    TenantId other = new TenantId(UUID.randomUUID());
    assertThat(lanes.within(other, ConnectionId.random(), () -> "done")).isEqualTo("done");
  }

  @Test
  void anotherTenantsCrowdAtTheSameIdIsNotOurs() throws Exception {
    occupy(slow, 2);
    TenantId other = new TenantId(UUID.randomUUID());
    assertThat(lanes.within(other, slow, () -> "done")).isEqualTo("done");
  }

  @Test
  void aLaneThatLetsNobodyThroughKeepsTheNodeFromStarting() {
    assertThatThrownBy(() -> new Lanes(0, 12, 32))
        .hasMessageContaining("sallyport.lanes.connection");
    assertThatThrownBy(() -> new Lanes(6, -1, 32)).hasMessageContaining("sallyport.lanes.tenant");
    assertThatThrownBy(() -> new Lanes(6, 12, 0)).hasMessageContaining("sallyport.lanes.reading");
  }

  @Test
  void whoReadsHasAPlaceOfTheirOwnAndLeavesTheirLane() {
    String done =
        lanes.reading(
            tenant,
            () -> {
              assertThatThrownBy(() -> lanes.reading(tenant, () -> "another"))
                  .isInstanceOf(RateLimited.class);
              TenantId other = new TenantId(UUID.randomUUID());
              assertThat(lanes.reading(other, () -> "done")).isEqualTo("done");
              return lanes.within(
                  tenant,
                  slow,
                  leave -> lanes.within(tenant, slow, further -> left(leave, further)));
            });
    assertThat(done).isEqualTo("done");
    assertThat(lanes.reading(tenant, () -> "done")).isEqualTo("done");
  }

  /** Both places of the connection are taken, and one is left early. */
  private String left(Runnable leave, Runnable further) {
    assertBusy(tenant, slow);
    leave.run();
    leave.run();
    String done = lanes.within(tenant, slow, () -> "done");
    further.run();
    return done;
  }

  @Test
  void aPlaceIsGivenBackWhateverHappens() {
    for (int each = 0; each < 5; each++) {
      assertThatThrownBy(
              () ->
                  lanes.within(
                      tenant,
                      slow,
                      () -> {
                        throw new IllegalStateException("failed");
                      }))
          .hasMessage("failed");
    }
    assertThat(lanes.within(tenant, slow, () -> "done")).isEqualTo("done");
  }
}
