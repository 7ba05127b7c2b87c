package io.sallyport.crypto.opening;

import static io.sallyport.crypto.manifest.KeyState.ACTIVE;
import static io.sallyport.crypto.manifest.KeyState.DECRYPT_ONLY;
import static io.sallyport.crypto.manifest.KeyState.REVOKED;
import static io.sallyport.crypto.opening.Opening.gateOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.sealing.Sealer;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same envelope while the manifest says different things about the keys it was sealed with. */
class KeyStatesTest {
  private static final Set<KeyState> FOR_REQUESTS = EnumSet.of(ACTIVE, DECRYPT_ONLY);
  private static final Set<KeyState> FOR_REWRAPS = EnumSet.of(ACTIVE, DECRYPT_ONLY, REVOKED);

  private static Site site;
  private static SealedRecord sealed;

  @BeforeAll
  static void anEnvelopeFromBetterDays() {
    site = new Site();
    SealingContext context = Browser.newContext();
    SealedEnvelope envelope =
        new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), Opening.JVM)
            .seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient));
    sealed = new SealedRecord(context, envelope.payload(), envelope.ingestSignature());
  }

  @ParameterizedTest
  @EnumSource
  void theOuterKeyOpensWhileItsStateAllows(KeyState state) throws Exception {
    Manifest manifest = site.manifest(ACTIVE, state, ACTIVE);
    assertOpens(manifest, Purpose.REQUEST, FOR_REQUESTS.contains(state), Gate.PACKETS);
    assertOpens(manifest, Purpose.REWRAP, FOR_REWRAPS.contains(state), Gate.PACKETS);
  }

  @ParameterizedTest
  @EnumSource
  void theInnerKeyOpensWhileItsStateAllows(KeyState state) throws Exception {
    Manifest manifest = site.manifest(state, ACTIVE, ACTIVE);
    assertOpens(manifest, Purpose.REQUEST, FOR_REQUESTS.contains(state), Gate.INNER);
    assertOpens(manifest, Purpose.REWRAP, FOR_REWRAPS.contains(state), Gate.INNER);
  }

  /** A revoked node may have signed anything: not even a rewrap believes it. */
  @ParameterizedTest
  @EnumSource
  void aNodesSignatureHoldsWhileItsStateAllows(KeyState state) throws Exception {
    Manifest manifest = site.manifest(ACTIVE, ACTIVE, state);
    for (Purpose purpose : Purpose.values()) {
      assertOpens(manifest, purpose, FOR_REQUESTS.contains(state), Gate.INGEST_SIGNATURE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatMayNotOpenIsNeverHandedOut(KeyState state) {
    OpeningKeys keys =
        new OpeningKeys(site.ring(), site.manifest(state, state, state), Purpose.REQUEST);
    boolean opens = FOR_REQUESTS.contains(state);
    long id = site.openPgpSubkey().getKeyID();
    assertThat(keys.openPgpKey(id).isPresent()).isEqualTo(opens);
    assertThat(keys.hasOpenPgpKey(id)).isEqualTo(opens);
    assertThat(keys.browserKey(Site.kid(site.recipient)).isPresent()).isEqualTo(opens);
    assertThat(keys.nodeKey(NodeKind.WEB, Site.kid(site.ingest)).isPresent()).isEqualTo(opens);
  }

  @Test
  void aKeyThatIsInTheRingButNotInTheManifestOpensNothing() {
    Manifest others = new Site().manifest();
    Manifest strange =
        new Manifest(
            1,
            others.issued(),
            others.expires(),
            site.root.fingerprint(),
            others.browserKeys(),
            List.of(
                Site.openPgpKey(
                    OpenPgpKey.successor(), ACTIVE, others.activeBrowserKey().activeUntil())),
            site.manifest().nodeKeys());
    Opening opening = new Opening(site, strange, Purpose.REWRAP);
    assertThat(gateOf(() -> opening.open(sealed))).isEqualTo(Gate.PACKETS);
    assertThat(opening.keys.privateKeysUsed()).isZero();
  }

  @Test
  void aKeyThatIsInTheManifestButNotInTheRingOpensNothing() {
    KeyRing full = site.ring();
    KeyRing withoutOuter = new KeyRing(Map.of(), full.browserKeys(), full.providers());
    KeyRing withoutInner = new KeyRing(full.openPgpKeys(), Map.of(), full.providers());
    assertThat(gateOf(() -> open(withoutOuter))).isEqualTo(Gate.PACKETS);
    assertThat(gateOf(() -> open(withoutInner))).isEqualTo(Gate.INNER);
  }

  @Test
  void aSignatureOfOneKindOfNodeIsNoneOfTheOther() throws Exception {
    assertThat(gateOf(() -> openSignedBy(NodeKind.DECRYPT, site.ingest)))
        .isEqualTo(Gate.INGEST_SIGNATURE);
    assertThat(gateOf(() -> openSignedBy(NodeKind.WEB, site.rewrap)))
        .isEqualTo(Gate.INGEST_SIGNATURE);
    openSignedBy(NodeKind.DECRYPT, site.rewrap);
    openSignedBy(NodeKind.WEB, site.ingest);
  }

  /** The key ID of a recipient is only a hint: anonymous and foreign ones are not tried out. */
  @Test
  void anAnonymousOrForeignRecipientIsNotTriedWithOurKeys() {
    RSAPublicKey own = (RSAPublicKey) OpenPgpKey.ENCRYPTION.getPublic();
    long known = site.openPgpSubkey().getKeyID();
    for (long id : new long[] {0, ~known, known ^ 1, known & 0xffffffffL}) {
      Opening opening = new Opening(site);
      byte[] message = Pgp.message(own, id, Pgp.literal("canary"));
      assertThat(gateOf(() -> opening.openOuter(message))).isEqualTo(Gate.PACKETS);
      assertThat(opening.keys.privateKeysUsed()).isZero();
    }
  }

  private static void assertOpens(
      Manifest manifest, Purpose purpose, boolean expected, Gate otherwise) throws Exception {
    Opening opening = new Opening(site, manifest, purpose);
    if (expected) {
      assertThat(opening.open(sealed).account()).hasToString("123456789012");
    } else {
      assertThat(gateOf(() -> opening.open(sealed))).isEqualTo(otherwise);
    }
  }

  private static void open(KeyRing ring) throws OpeningFailure {
    OpeningKeys keys = new OpeningKeys(ring, site.manifest(), Purpose.REQUEST);
    assertThat(new Opener(Opening.JVM).open(sealed, keys)).isNotNull();
  }

  private static void openSignedBy(NodeKind kind, ECKey key) throws Exception {
    String statement =
        NodeStatement.sign(
            kind,
            key,
            NodeStatement.hash(sealed.payload()),
            sealed.context().ctx(),
            Instant.now(),
            Optional.empty());
    SealedRecord signed = new SealedRecord(sealed.context(), sealed.payload(), statement);
    assertThat(new Opening(site).open(signed)).isNotNull();
  }
}
