package io.sallyport.crypto.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.vault.KeyManifests.Published;
import io.sallyport.crypto.fixture.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node goes by while manifests are published, forged, put back and lost. */
class CurrentManifestTest {
  private static final Site SITE = new Site();
  private static final Duration LATER = Duration.ofSeconds(6);

  private final SteppedClock clock = new SteppedClock();
  private Optional<Published> published = Optional.empty();
  private boolean recordsAreDown;
  private final CurrentManifest current =
      new CurrentManifest(
          SITE.root,
          () -> {
            if (recordsAreDown) {
              throw new ProblemException(ErrorCode.DATABASE_UNAVAILABLE);
            }
            return published;
          },
          clock);

  /** Time that passes when it is told to. */
  private static final class SteppedClock extends Clock {
    private Instant now = Instant.now();

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

  @Test
  void withoutAManifestNothingIsInForce() {
    assertUnavailable(current::inForce);
    assertThat(current.latest()).isEmpty();
  }

  @Test
  void theManifestThatTheRootSignedIsInForce() {
    publish(SITE.signed(version(1)));
    assertThat(current.inForce().version()).isEqualTo(1);
    assertThat(current.verifiedInForce().document()).isEqualTo(published.orElseThrow().document());
  }

  @Test
  void aNewerOneIsLearnt() {
    publish(SITE.signed(version(1)));
    assertThat(current.inForce().version()).isEqualTo(1);
    publish(SITE.signed(version(2)));
    pass(LATER);
    assertThat(current.inForce().version()).isEqualTo(2);
  }

  @Test
  void toShowItTheRecordsAreAskedEveryFiveSecondsOrWhenSomethingWasPublished() {
    publish(SITE.signed(version(1)));
    assertThat(shown()).isEqualTo(1);
    publish(SITE.signed(version(2)));
    pass(Duration.ofSeconds(5));
    assertThat(shown()).isEqualTo(1);
    current.refresh();
    assertThat(shown()).isEqualTo(2);
    publish(SITE.signed(version(3)));
    pass(LATER);
    assertThat(shown()).isEqualTo(3);
  }

  /** Else what is sealed for a new key in those seconds would not open. */
  @Test
  void toSealOrToOpenTheRecordsAreAskedEachTime() {
    publish(SITE.signed(version(1)));
    assertThat(current.inForce().version()).isEqualTo(1);
    publish(SITE.signed(version(2)));
    assertThat(current.inForce().version()).isEqualTo(2);
  }

  private long shown() {
    return current.verifiedInForce().manifest().version();
  }

  @Test
  void anOlderOneIsRefusedThoughTheRootSignedIt() {
    publish(SITE.signed(version(7)));
    assertThat(current.inForce().version()).isEqualTo(7);
    publish(SITE.signed(version(6)));
    pass(LATER);
    assertUnavailable(current::inForce);
    // Asking again does not wear it down.
    assertUnavailable(current::inForce);
    pass(LATER);
    assertUnavailable(current::latest);
  }

  @Test
  void anotherOneOfTheSameVersionIsRefusedThoughTheRootSignedIt() {
    publish(SITE.signed(version(7)));
    assertThat(current.inForce().version()).isEqualTo(7);
    publish(
        SITE.signed(
            Site.version(SITE.manifest(KeyState.REVOKED, KeyState.ACTIVE, KeyState.ACTIVE), 7)));
    pass(LATER);
    assertUnavailable(current::inForce);
  }

  /** Only what is signed counts, not what the row beside it says. */
  @Test
  void theVersionInTheRecordsIsNotBelieved() {
    publish(SITE.signed(version(7)));
    assertThat(current.inForce().version()).isEqualTo(7);
    published = Optional.of(new Published(8, SITE.signed(version(6)).toJson()));
    pass(LATER);
    assertUnavailable(current::inForce);
  }

  @Test
  void whatTheRootDidNotSignIsRefused() throws JOSEException {
    SignedManifest unsigned = SignedManifest.of(version(2));
    SignedManifest half = unsigned.signedBy(SITE.rootKeys.get(0));
    SignedManifest foreign = new Site().signed(version(2));
    for (SignedManifest wrong : new SignedManifest[] {unsigned, half, foreign}) {
      publish(wrong);
      pass(LATER);
      assertUnavailable(current::inForce);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "canary", "{\"payload\":\"e30\",\"signatures\":[]}"})
  void whatIsNoManifestIsRefused(String document) {
    published = Optional.of(new Published(1, document));
    assertUnavailable(current::inForce);
  }

  @Test
  void aForgeryDoesNotOutlastTheRightOne() {
    publish(SITE.signed(version(1)));
    assertThat(current.inForce().version()).isEqualTo(1);
    publish(new Site().signed(version(2)));
    pass(LATER);
    assertUnavailable(current::inForce);
    publish(SITE.signed(version(2)));
    pass(LATER);
    assertThat(current.inForce().version()).isEqualTo(2);
  }

  @Test
  void nothingIsDoneByAManifestThatExpired() {
    Manifest manifest = version(1);
    publish(SITE.signed(manifest));
    clock.now = manifest.expires().minusMillis(1);
    assertThat(current.inForce().version()).isEqualTo(1);
    clock.now = manifest.expires();
    assertUnavailable(current::inForce);
    assertUnavailable(current::verifiedInForce);
    assertThat(current.latest()).isPresent();
  }

  @Test
  void whileTheRecordsAreDownTheLastOneHoldsUntilItExpires() {
    Manifest manifest = version(1);
    publish(SITE.signed(manifest));
    assertThat(current.inForce().version()).isEqualTo(1);
    recordsAreDown = true;
    pass(Duration.ofDays(29));
    assertThat(current.inForce().version()).isEqualTo(1);
    clock.now = manifest.expires();
    assertUnavailable(current::inForce);
  }

  @Test
  void aNodeThatStartsWhileTheRecordsAreDownHasNone() {
    recordsAreDown = true;
    assertUnavailable(current::inForce);
  }

  @Test
  void aManifestThatDisappearedFromTheRecordsIsNotForgotten() {
    publish(SITE.signed(version(7)));
    assertThat(current.inForce().version()).isEqualTo(7);
    published = Optional.empty();
    pass(LATER);
    assertThat(current.inForce().version()).isEqualTo(7);
    publish(SITE.signed(version(6)));
    pass(LATER);
    assertUnavailable(current::inForce);
  }

  private static Manifest version(long version) {
    return Site.version(SITE.manifest(), version);
  }

  private void publish(SignedManifest manifest) {
    published = Optional.of(new Published(1, manifest.toJson()));
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  private static void assertUnavailable(ThrowingCallable act) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, act);
    assertThat(thrown).isNotNull();
    assertThat(thrown.problem().code()).isEqualTo(ErrorCode.MANIFEST_UNAVAILABLE.code());
  }
}
