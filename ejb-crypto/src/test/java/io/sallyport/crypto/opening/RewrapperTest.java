package io.sallyport.crypto.opening;

import static io.sallyport.crypto.manifest.KeyState.ACTIVE;
import static io.sallyport.crypto.manifest.KeyState.DECRYPT_ONLY;
import static io.sallyport.crypto.manifest.KeyState.DESTROYED;
import static io.sallyport.crypto.manifest.KeyState.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.Rewrap.Mode;
import io.sallyport.contract.vault.RewrapRecords.Stored;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.sealing.Sealer;
import io.sallyport.crypto.unsealing.OpenRing;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An envelope on its way to the active keys: it stays what it was, and nothing else moves. */
class RewrapperTest {
  private static final ECKey NEXT = Site.p384();
  private static final OpenPgpKey NEXT_OUTER = OpenPgpKey.successor();

  private static Site site;
  private static KeyRing ring;
  private static SealingContext context;
  private static SealedRecord sealed;
  private static Rewrapper rewrapper;

  @BeforeAll
  static void aDecryptNodeWithOldAndNewKeys() throws Exception {
    site = new Site();
    ring = ring();
    context = Browser.newContext();
    sealed =
        record(
            new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), Opening.JVM)
                .seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient)));
    rewrapper =
        new Rewrapper(
            new OpenRing(),
            site.current(site.manifest()),
            new SigningKey(site.rewrap),
            Opening.JVM);
  }

  @Test
  void aRoutineRewrapOfTheOuterLayerChangesTheSessionKeyPacketOnly() throws Exception {
    SealedEnvelope moved =
        rewrap(sealed, order(outerId(), Mode.ROUTINE), ACTIVE, DECRYPT_ONLY).orElseThrow();
    assertThat(moved.innerKid()).isEqualTo(Site.kid(site.recipient));
    assertThat(moved.outerKid()).isEqualTo(nextOuter().keyId());
    assertThat(content(moved.payload())).isEqualTo(content(sealed.payload()));
    assertThat(moved.payload()).isNotEqualTo(sealed.payload());
    assertOpensByTheNewKeysAlone(moved, ACTIVE);
  }

  @Test
  void aRoutineRewrapOfTheInnerLayerSealsItAnew() throws Exception {
    SealedEnvelope moved =
        rewrap(sealed, order(Site.kid(site.recipient), Mode.ROUTINE), DECRYPT_ONLY, DECRYPT_ONLY)
            .orElseThrow();
    assertThat(moved.innerKid()).isEqualTo(Site.kid(NEXT));
    assertThat(content(moved.payload())).isNotEqualTo(content(sealed.payload()));
    assertOpensByTheNewKeysAlone(moved, DESTROYED);
  }

  /** Somebody may know the old session key: both layers get new ones. */
  @Test
  void afterACompromiseNothingStaysAsItWas() throws Exception {
    SealedEnvelope moved =
        rewrap(sealed, order(outerId(), Mode.COMPROMISE), DECRYPT_ONLY, REVOKED).orElseThrow();
    assertThat(moved.innerKid()).isEqualTo(Site.kid(NEXT));
    assertThat(content(moved.payload())).isNotEqualTo(content(sealed.payload()));
    byte[] old = open(sealed.payload(), manifest(ACTIVE, ACTIVE));
    byte[] now = open(moved.payload(), manifest(DESTROYED, DESTROYED));
    assertThat(new String(now, StandardCharsets.US_ASCII).split("\\."))
        .doesNotContain(new String(old, StandardCharsets.US_ASCII).split("\\."));
    assertOpensByTheNewKeysAlone(moved, DESTROYED);
  }

  /** A revoked inner key is not carried on by a rewrap that was ordered for the outer one. */
  @Test
  void aRoutineRewrapLeavesNoRevokedInnerKeyBehind() throws Exception {
    SealedEnvelope moved =
        rewrap(sealed, order(outerId(), Mode.ROUTINE), REVOKED, DECRYPT_ONLY).orElseThrow();
    assertThat(moved.innerKid()).isEqualTo(Site.kid(NEXT));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatMovedIsSignedByThisNodeForTheSameRecord(Mode mode) throws Exception {
    SealedEnvelope moved =
        rewrap(sealed, order(outerId(), mode), ACTIVE, DECRYPT_ONLY).orElseThrow();
    NodeStatement statement = NodeStatement.read(moved.ingestSignature()).orElseThrow();
    assertThat(statement.kind()).isEqualTo(NodeKind.DECRYPT);
    assertThat(statement.kid()).isEqualTo(Site.kid(site.rewrap));
    assertThat(
            statement.holds(
                site.rewrap.toPublicJWK(), moved.payload(), context.ctx(), Optional.empty()))
        .isTrue();
    assertThat(moved.hash()).isEqualTo(NodeStatement.hash(moved.payload()));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatMovedMovesAgain(Mode mode) throws Exception {
    SealedEnvelope once =
        rewrap(sealed, order(outerId(), mode), ACTIVE, DECRYPT_ONLY).orElseThrow();
    SealedEnvelope twice =
        rewrap(record(once), order(once.outerKid(), mode), ACTIVE, DECRYPT_ONLY).orElseThrow();
    assertOpensByTheNewKeysAlone(twice, ACTIVE);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anEnvelopeOfAnotherRecordIsNotMoved(Mode mode) {
    SealedRecord swapped =
        new SealedRecord(Browser.newContext(), sealed.payload(), sealed.ingestSignature());
    assertThat(rewrap(swapped, order(outerId(), mode), ACTIVE, DECRYPT_ONLY)).isEmpty();
  }

  /** Nor would a web node's lie be laundered into a decrypt node's signature. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void anEnvelopeThatARogueNodeSignedForAnotherRecordIsNotMoved(Mode mode) throws Exception {
    SealingContext victim = Browser.newContext();
    String lie =
        NodeStatement.sign(
            NodeKind.WEB,
            site.ingest,
            NodeStatement.hash(sealed.payload()),
            victim.ctx(),
            Instant.now(),
            Optional.empty());
    SealedRecord rogue = new SealedRecord(victim, sealed.payload(), lie);
    assertThat(rewrap(rogue, order(outerId(), mode), ACTIVE, DECRYPT_ONLY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anAlteredOrUnsignedEnvelopeIsNotMoved(Mode mode) {
    byte[] altered = sealed.payload().clone();
    altered[altered.length / 2] ^= 1;
    Rewrap order = order(outerId(), mode);
    assertThat(
            rewrap(
                new SealedRecord(context, altered, sealed.ingestSignature()),
                order,
                ACTIVE,
                DECRYPT_ONLY))
        .isEmpty();
    assertThat(rewrap(new SealedRecord(context, sealed.payload(), ""), order, ACTIVE, DECRYPT_ONLY))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsSealedForADestroyedKeyIsNotMoved(Mode mode) {
    Rewrap order = order(outerId(), mode);
    assertThat(rewrap(sealed, order, ACTIVE, DESTROYED)).isEmpty();
    assertThat(rewrap(sealed, order, REVOKED, REVOKED)).isPresent();
    assertThat(rewrap(sealed, order(outerId(), Mode.COMPROMISE), DESTROYED, REVOKED)).isEmpty();
  }

  private static Optional<SealedEnvelope> rewrap(
      SealedRecord from, Rewrap order, KeyState inner, KeyState outer) {
    Stored stored = new Stored(from, Site.kid(site.recipient), NodeStatement.hash(from.payload()));
    return rewrapper.rewrap(stored, order, ring, manifest(inner, outer));
  }

  /** The form is the same, and the old keys are not needed any more. */
  private static void assertOpensByTheNewKeysAlone(SealedEnvelope moved, KeyState oldInner)
      throws Exception {
    OpeningKeys keys = new OpeningKeys(ring, manifest(oldInner, DESTROYED), Purpose.REQUEST);
    assertThat(new Opener(Opening.JVM).open(record(moved), keys).note()).startsWith("canary");
  }

  private static byte[] open(byte[] payload, Manifest manifest) throws OpeningFailure {
    return new OuterLayer(Opening.JVM)
        .open(payload, new OpeningKeys(ring, manifest, Purpose.REQUEST));
  }

  private static byte[] content(byte[] message) throws OpeningFailure {
    return Arrays.copyOfRange(message, PacketScan.check(message, any -> true), message.length);
  }

  private static SealedRecord record(SealedEnvelope envelope) {
    return new SealedRecord(context, envelope.payload(), envelope.ingestSignature());
  }

  private static Rewrap order(String from, Mode mode) {
    return new Rewrap(UUID.randomUUID(), from, mode, 100);
  }

  private static String outerId() {
    return site.manifest().activeOpenPgpKey().keyId();
  }

  private static ListedKey.OpenPgpKey nextOuter() {
    return Site.openPgpKey(NEXT_OUTER, ACTIVE, site.manifest().activeBrowserKey().activeUntil());
  }

  /** The old keys in those states, and the new ones active for each layer that needs one. */
  private static Manifest manifest(KeyState inner, KeyState outer) {
    Manifest base = site.manifest();
    Instant until = base.activeBrowserKey().activeUntil();
    return new Manifest(
        2,
        base.issued(),
        base.expires(),
        base.root(),
        inner == ACTIVE
            ? base.browserKeys()
            : List.of(
                Site.browserKey(site.recipient, inner, until),
                Site.browserKey(NEXT, ACTIVE, until)),
        outer == ACTIVE
            ? base.openPgpKeys()
            : List.of(Site.openPgpKey(site.openPgp, outer, until), nextOuter()),
        base.nodeKeys());
  }

  private static KeyRing ring() throws Exception {
    try (MasterKey master = MasterKey.random()) {
      KeyRing next =
          KeyRing.open(
              List.of(
                  SealedKey.seal(
                      Site.kid(NEXT),
                      "browser",
                      NEXT.toJSONString().getBytes(StandardCharsets.UTF_8),
                      master),
                  SealedKey.seal(
                      nextOuter().id(), "openpgp", NEXT_OUTER.secret().getEncoded(), master)),
              master,
              Opening.JVM.privateKeys());
      KeyRing old = site.ring();
      Map<Long, PGPPrivateKey> outer = new HashMap<>(old.openPgpKeys());
      outer.putAll(next.openPgpKeys());
      Map<String, PrivateKey> inner = new HashMap<>(old.browserKeys());
      inner.putAll(next.browserKeys());
      return new KeyRing(outer, inner, old.providers());
    }
  }
}
