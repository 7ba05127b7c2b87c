package io.sallyport.crypto.manifest;

import static io.sallyport.crypto.manifest.KeyState.ACTIVE;
import static io.sallyport.crypto.manifest.KeyState.DECRYPT_ONLY;
import static io.sallyport.crypto.manifest.KeyState.DESTROYED;
import static io.sallyport.crypto.manifest.KeyState.PRE_ACTIVE;
import static io.sallyport.crypto.manifest.KeyState.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which manifest may follow which, and the states that keys go through. */
class ManifestSuccessionTest {
  private static final Site SITE = new Site();
  private static final Manifest FIRST = SITE.manifest();
  private static final Instant UNTIL = FIRST.activeBrowserKey().activeUntil();
  private static final ECKey OTHER = Site.p384();
  private static final String OTHER_ID = Site.kid(OTHER);

  /** Each step there is; whatever is not here goes backwards, leaps, or leads out of the grave. */
  private static final Set<List<KeyState>> STEPS =
      Set.of(
          List.of(PRE_ACTIVE, ACTIVE),
          List.of(PRE_ACTIVE, REVOKED),
          List.of(PRE_ACTIVE, DESTROYED),
          List.of(ACTIVE, DECRYPT_ONLY),
          List.of(ACTIVE, REVOKED),
          List.of(DECRYPT_ONLY, REVOKED),
          List.of(DECRYPT_ONLY, DESTROYED),
          List.of(REVOKED, DESTROYED));

  static Stream<Arguments> pairs() {
    return Stream.of(KeyState.values())
        .flatMap(from -> Stream.of(KeyState.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aKeyStaysOrGoesForward(KeyState from, KeyState to) {
    boolean allowed = from == to || STEPS.contains(List.of(from, to));
    assertThat(from.mayBecome(to)).isEqualTo(allowed);
    List<String> objections =
        next(2, FIRST.root(), to).objectionsAfter(next(1, FIRST.root(), from));
    if (allowed) {
      assertThat(objections).isEmpty();
    } else {
      assertThat(objections)
          .containsExactly(
              "the key %s cannot go from %s to %s".formatted(OTHER_ID, from.code(), to.code()));
    }
  }

  @Test
  void whatAStateAllows() {
    assertThat(states(KeyState::seals)).containsExactly(ACTIVE);
    assertThat(states(KeyState::opens)).containsExactly(ACTIVE, DECRYPT_ONLY);
    assertThat(states(KeyState::opensForRewrap)).containsExactly(ACTIVE, DECRYPT_ONLY, REVOKED);
  }

  @ParameterizedTest
  @EnumSource
  void aStateIsKnownByItsStableNameAndNoOther(KeyState state) {
    assertThat(KeyState.of(state.code())).isEqualTo(state);
    assertThatThrownBy(() -> KeyState.of(state.name()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(state.name());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 6})
  void aVersionGrows(long version) {
    assertThat(next(version, FIRST.root(), ACTIVE).objectionsAfter(next(6, FIRST.root(), ACTIVE)))
        .containsExactly("its version %d does not follow 6".formatted(version));
    assertThat(next(7, FIRST.root(), ACTIVE).objectionsAfter(next(6, FIRST.root(), ACTIVE)))
        .isEmpty();
    assertThat(next(900, FIRST.root(), ACTIVE).objectionsAfter(next(6, FIRST.root(), ACTIVE)))
        .isEmpty();
  }

  @Test
  void anotherRootsManifestDoesNotFollow() {
    assertThat(
            next(2, new Site().root.fingerprint(), ACTIVE)
                .objectionsAfter(next(1, FIRST.root(), ACTIVE)))
        .containsExactly("it is another root's");
  }

  @ParameterizedTest
  @EnumSource
  void noKeyDisappearsInWhateverState(KeyState state) {
    assertThat(Site.version(FIRST, 2).objectionsAfter(next(1, FIRST.root(), state)))
        .containsExactly("the key " + OTHER_ID + " is missing");
  }

  @ParameterizedTest
  @EnumSource
  void aNewKeyIsAnnouncedOrActive(KeyState state) {
    List<String> objections = next(2, FIRST.root(), state).objectionsAfter(Site.version(FIRST, 1));
    if (state == PRE_ACTIVE || state == ACTIVE) {
      assertThat(objections).isEmpty();
    } else {
      assertThat(objections)
          .containsExactly("the new key %s starts as %s".formatted(OTHER_ID, state.code()));
    }
  }

  @Test
  void anActiveKeyIsNotActiveForLongerThanWasSaid() {
    Manifest first = withNode(1, node(ACTIVE, UNTIL, "a"));
    assertThat(withNode(2, node(ACTIVE, UNTIL.minusSeconds(1), "a")).objectionsAfter(first))
        .isEmpty();
    assertThat(withNode(2, node(ACTIVE, UNTIL.plusSeconds(1), "a")).objectionsAfter(first))
        .containsExactly(
            "the key %s cannot be active for longer than until %s".formatted(OTHER_ID, UNTIL));
    assertThat(
            withNode(2, node(ACTIVE, UNTIL.plusSeconds(1), "a"))
                .objectionsAfter(withNode(1, node(PRE_ACTIVE, UNTIL, "a"))))
        .as("its time begins when it is activated")
        .isEmpty();
  }

  @Test
  void aSigningKeyStaysItsNodes() {
    assertThat(
            withNode(2, node(ACTIVE, UNTIL, "b"))
                .objectionsAfter(withNode(1, node(ACTIVE, UNTIL, "a"))))
        .containsExactly("the key " + OTHER_ID + " became another node's");
  }

  private static NodeKey node(KeyState state, Instant until, String name) {
    return new NodeKey(OTHER_ID, state, until, NodeKind.WEB, name, OTHER);
  }

  @Test
  void aKeyKeepsItsUse() {
    Manifest web = next(1, FIRST.root(), ACTIVE);
    Manifest decrypt =
        withNode(2, new NodeKey(OTHER_ID, ACTIVE, UNTIL, NodeKind.DECRYPT, "d", OTHER));
    assertThat(decrypt.objectionsAfter(web))
        .containsExactly("the key " + OTHER_ID + " changed its use");
    List<BrowserKey> browserKeys = new ArrayList<>(FIRST.browserKeys());
    browserKeys.add(Site.browserKey(OTHER, PRE_ACTIVE, UNTIL));
    Manifest browser =
        new Manifest(
            2,
            FIRST.issued(),
            FIRST.expires(),
            FIRST.root(),
            browserKeys,
            FIRST.openPgpKeys(),
            FIRST.nodeKeys());
    assertThat(browser.objectionsAfter(web))
        .containsExactly("the key " + OTHER_ID + " changed its use");
  }

  /** The other site shares nothing with this one but the tests' one OpenPGP key. */
  @Test
  void everyObjectionIsNamed() {
    Manifest other = new Site().manifest(REVOKED, DESTROYED, DECRYPT_ONLY);
    assertThat(other.objectionsAfter(FIRST))
        .contains("its version 1 does not follow 1", "it is another root's")
        .filteredOn(objection -> objection.endsWith("is missing"))
        .hasSize(3);
  }

  @Test
  void aRotationOfBothLayersFollows() {
    Manifest rotated =
        new Manifest(
            2,
            FIRST.issued(),
            FIRST.expires(),
            FIRST.root(),
            List.of(
                Site.browserKey(SITE.recipient, DECRYPT_ONLY, UNTIL),
                Site.browserKey(OTHER, ACTIVE, UNTIL)),
            List.of(
                Site.openPgpKey(SITE.openPgp, DECRYPT_ONLY, UNTIL),
                Site.openPgpKey(OpenPgpKey.successor(), ACTIVE, UNTIL)),
            FIRST.nodeKeys());
    assertThat(rotated.objectionsAfter(FIRST)).isEmpty();
    assertThat(Site.version(FIRST, 3).objectionsAfter(rotated)).hasSize(4);
  }

  private static List<KeyState> states(Predicate<KeyState> allowing) {
    return Stream.of(KeyState.values()).filter(allowing).toList();
  }

  /** The first manifest with one more key, of a web node. */
  private static Manifest next(long version, String root, KeyState state) {
    Manifest more =
        withNode(version, new NodeKey(OTHER_ID, state, UNTIL, NodeKind.WEB, "web-2", OTHER));
    return new Manifest(
        version,
        more.issued(),
        more.expires(),
        root,
        more.browserKeys(),
        more.openPgpKeys(),
        more.nodeKeys());
  }

  private static Manifest withNode(long version, NodeKey key) {
    List<NodeKey> nodeKeys = new ArrayList<>(FIRST.nodeKeys());
    nodeKeys.add(key);
    return new Manifest(
        version,
        FIRST.issued(),
        FIRST.expires(),
        FIRST.root(),
        FIRST.browserKeys(),
        FIRST.openPgpKeys(),
        nodeKeys);
  }
}
