package io.sallyport.api.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.api.credentials.HeldSessions.Key;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.Permission;
import io.sallyport.contract.vault.SealSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class HeldSessionsTest {
  private final List<Runnable> whenSealed = new ArrayList<>();
  private final Ticking clock = new Ticking();
  private final HeldSessions held =
      new HeldSessions(
          new SealSignal() {
            @Override
            public boolean isOpen() {
              return true;
            }

            @Override
            public void whenSealed(Runnable forget) {
              whenSealed.add(forget);
            }
          },
          clock);
  private final AtomicInteger entered = new AtomicInteger();
  private final Key key = key(1, "ec2:DescribeInstances");

  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final TenantId TENANT = new TenantId(UUID.randomUUID());
  private static final ConnectionId CONNECTION = new ConnectionId(UUID.randomUUID());
  private static final PersonId PERSON = new PersonId(UUID.randomUUID());

  private static Key key(int version, String action) {
    return new Key(
        TENANT,
        CONNECTION,
        version,
        PERSON,
        Region.EU_CENTRAL_1,
        List.of(Permission.of(action)),
        List.of());
  }

  private Key throughAnother() {
    return new Key(
        TENANT,
        new ConnectionId(UUID.randomUUID()),
        1,
        PERSON,
        key.region(),
        key.permissions(),
        List.of());
  }

  private RoleSession enter() {
    return new RoleSession(
        "session-" + entered.incrementAndGet(),
        AnonymousCredentialsProvider.create(),
        clock.instant());
  }

  private static RoleSession fail(ErrorCode code) {
    throw new ProblemException(code);
  }

  private String name(Key key) {
    return held.get(key, this::enter).name();
  }

  @Test
  void whoAsksAgainForTheSameUsesTheSameSession() {
    assertThat(name(key)).isEqualTo("session-1");
    assertThat(name(key(1, "ec2:DescribeInstances"))).isEqualTo("session-1");
  }

  @Test
  void aSessionThatIsNotKnownAnyMoreIsEnteredAnewAndNoOther() {
    RoleSession gone = held.get(key, this::enter);
    Key other = key(1, "ec2:DescribeRegions");
    assertThat(name(other)).isEqualTo("session-2");
    held.drop(gone);
    assertThat(name(key)).isEqualTo("session-3");
    assertThat(name(other)).isEqualTo("session-2");
  }

  @Test
  void anotherVersionPersonRegionOrPolicyIsAnotherSession() {
    name(key);
    Key other =
        new Key(
            TENANT,
            CONNECTION,
            1,
            new PersonId(UUID.randomUUID()),
            key.region(),
            key.permissions(),
            List.of());
    Key elsewhere =
        new Key(TENANT, CONNECTION, 1, PERSON, Region.US_EAST_1, key.permissions(), List.of());
    Key narrower =
        new Key(
            TENANT,
            CONNECTION,
            1,
            PERSON,
            key.region(),
            key.permissions(),
            List.of("arn:aws:s3:::a/*"));
    for (Key each :
        List.of(key(2, "ec2:DescribeInstances"), key(1, "s3:*"), other, elsewhere, narrower)) {
      assertThat(name(each)).isNotEqualTo("session-1");
    }
    assertThat(entered).hasValue(6);
  }

  @Test
  void ofManyAtOnceOneEntersAndTheOthersWaitForIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      Callable<String> ask =
          () ->
              held.get(
                      key,
                      () -> {
                        inside.countDown();
                        await(go);
                        return enter();
                      })
                  .name();
      List<Future<String>> names = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        names.add(callers.submit(ask));
      }
      await(inside);
      go.countDown();
      for (Future<String> each : names) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("session-1");
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatFailedIsNotHeld() {
    assertThatThrownBy(() -> held.get(key, () -> fail(ErrorCode.AWS_ACCOUNT_UNAVAILABLE)))
        .isInstanceOf(ProblemException.class);
    assertThat(name(key)).isEqualTo("session-1");
  }

  @Test
  void oneCallerRenewsAheadOfTheEndWhileOthersGoOn() {
    name(key);
    clock.now = clock.now.plus(Duration.ofMinutes(11));
    List<String> others = new ArrayList<>();
    String renewed =
        held.get(
                key,
                () -> {
                  others.add(name(key));
                  return enter();
                })
            .name();
    assertThat(others).containsExactly("session-1");
    assertThat(renewed).isEqualTo("session-2");
    assertThat(name(key)).isEqualTo("session-2");
  }

  @Test
  void whileAwsHasTroubleTheOldSessionGoesOn() {
    name(key);
    clock.now = clock.now.plus(Duration.ofMinutes(11));
    assertThat(held.get(key, () -> fail(ErrorCode.AWS_THROTTLED)).name()).isEqualTo("session-1");
    assertThat(name(key)).isEqualTo("session-2");
  }

  @Test
  void aRenewalThatFailsOtherwiseIsTriedAgainByTheNext() {
    name(key);
    clock.now = clock.now.plus(Duration.ofMinutes(11));
    assertThatThrownBy(
            () ->
                held.get(
                    key,
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(name(key)).isEqualTo("session-2");
  }

  @Test
  void aRoleThatDoesNotLetUsInAnyMoreEndsTheSession() {
    name(key);
    clock.now = clock.now.plus(Duration.ofMinutes(11));
    assertThatThrownBy(() -> held.get(key, () -> fail(ErrorCode.AWS_ACCOUNT_UNAVAILABLE)))
        .isInstanceOf(ProblemException.class);
    assertThat(name(key)).isEqualTo("session-2");
  }

  @Test
  void sealingForgetsAllAndWhatIsBeingRenewedMeanwhile() {
    name(key);
    clock.now = clock.now.plus(Duration.ofMinutes(11));
    held.get(
        key,
        () -> {
          whenSealed.forEach(Runnable::run);
          return enter();
        });
    assertThat(name(key)).isEqualTo("session-3");
  }

  @Test
  void whatWasSealedAnewOrIsNotSoundIsForgottenAndNothingElse() {
    Key unasked = throughAnother();
    name(key);
    name(key(2, "ec2:DescribeInstances"));
    name(unasked);
    assertThat(held.connections()).containsExactlyInAnyOrder(CONNECTION, unasked.connection());
    held.review(new Soundness(Set.of(CONNECTION), Map.of(CONNECTION, 2)));
    assertThat(name(key(2, "ec2:DescribeInstances"))).isEqualTo("session-2");
    assertThat(name(unasked)).isEqualTo("session-3");
    assertThat(name(key)).isEqualTo("session-4");
    held.review(new Soundness(Set.of(CONNECTION), Map.of()));
    assertThat(held.connections()).containsExactly(unasked.connection());
  }

  @Test
  void droppingAConnectionLeavesOthers() {
    Key other = throughAnother();
    name(key);
    name(other);
    held.drop(new TenantId(UUID.randomUUID()), CONNECTION);
    assertThat(name(key)).isEqualTo("session-1");
    held.drop(TENANT, CONNECTION);
    assertThat(name(other)).isEqualTo("session-2");
    assertThat(name(key)).isEqualTo("session-3");
  }

  @Test
  void aSessionDoesNotShowItself() {
    assertThat(enter()).hasToString("RoleSession[session-1]");
  }
}
