package io.sallyport.crypto.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.KeyManifests.Published;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.Manifest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

  private static Site site;
  private static Sealer sealer;

  private final SealingContext context = Browser.newContext();

  @BeforeAll
  static void aWebNode() {
    site = new Site();
    sealer =
        new Sealer(
            site.current(site.manifest()),
            new SigningKey(site.ingest),
            new JcaProvider(Optional.empty()),
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void aSealedEnvelopeNamesBothKeysAndItsOwnHash() throws Exception {
    SealedEnvelope sealed = seal();
    assertThat(sealed.innerKid()).isEqualTo(Site.kid(site.recipient));
    assertThat(sealed.outerKid())
        .isEqualTo("%016X".formatted(site.openPgpSubkey().getKeyID()))
        .hasSize(16);
    assertThat(sealed.hash())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(sealed.payload()));
    assertThat(sealed.toString()).isEqualTo("SealedEnvelope[" + sealed.innerKid() + "]");
  }

  /** RFC 4880 sections 4.2, 5.1 and 5.13, read by hand. */
  @Test
  void theOuterLayerIsOneRsaSessionKeyAndOneIntegrityProtectedPacket() {
    ByteBuffer message = ByteBuffer.wrap(seal().payload());
    ByteBuffer pkesk = packet(message, 1);
    assertThat(pkesk.get()).isEqualTo((byte) 3);
    assertThat(pkesk.getLong()).isEqualTo(site.openPgpSubkey().getKeyID());
    assertThat(pkesk.get()).isEqualTo((byte) 1);
    assertThat(packet(message, 18).get()).isEqualTo((byte) 1);
    assertThat(message.hasRemaining()).isFalse();
  }

  @Test
  void theLengthOfWhatIsStoredTellsNothingButThePaddedLength() {
    String longer = Browser.ACCOUNT.replace("2nd floor", "x".repeat(300));
    String other =
        Browser.seal(site.recipient, context, Browser.padded(Browser.form(context, longer), 1024));
    // An RSA session key may begin with zero bits: at most a byte or two less.
    assertThat(sealer.seal(other, context, Site.kid(site.recipient)).payload().length)
        .isBetween(seal().payload().length - 3, seal().payload().length + 3);
  }

  @Test
  void theSameFormNeverLooksTheSameTwice() {
    String jwe = Browser.seal(site.recipient, context);
    assertThat(sealer.seal(jwe, context, Site.kid(site.recipient)).payload())
        .isNotEqualTo(sealer.seal(jwe, context, Site.kid(site.recipient)).payload());
  }

  @Test
  void theNodeSignsWhatItReceivedForWhatAndWhen() throws Exception {
    SealedEnvelope sealed = seal();
    JWSObject statement = JWSObject.parse(sealed.ingestSignature());
    assertThat(statement.getHeader().toJSONObject())
        .isEqualTo(
            Map.of("alg", "ES384", "typ", "sallyport-ingest+jws", "kid", Site.kid(site.ingest)));
    assertThat(statement.verify(new ECDSAVerifier(site.ingest.toPublicJWK()))).isTrue();
    assertThat(statement.getPayload().toJSONObject())
        .isEqualTo(
            Map.of(
                "env", Jwe.base64url(sealed.hash()),
                "ctx", context.ctx(),
                "iat", NOW.getEpochSecond()));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"canary", "canary.canary.canary.canary.canary", "\ud800", "{}"})
  void whatIsNoEnvelopeIsRefusedAndNotShown(String jwe) {
    Problem problem = refusal(jwe, context);
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.ENVELOPE_MALFORMED);
    assertThat(problem.parameter()).isEqualTo("envelope");
    assertThat(problem.toString()).doesNotContain("canary");
  }

  @Test
  void whatIsTooLargeIsRefusedUnread() {
    assertThat(refusal("A".repeat(256 * 1024 + 1), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_TOO_LARGE);
    assertThat(refusal("A".repeat(256 * 1024), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_MALFORMED);
  }

  @Test
  void aDeeplyNestedHeaderIsMalformedAndNoFailureOfOurs() {
    Jwe sound = Jwe.of(Browser.seal(site.recipient, context));
    assertThat(refusal(sound.withHeader("[".repeat(1020)).compact(), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_MALFORMED);
    assertThat(
            refusal(sound.withHeader("{\"a\":" + "[".repeat(1015)).compact(), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_MALFORMED);
  }

  @Test
  void aFormSealedForAKeyThatIsNotInUseIsRefused() {
    assertThat(refusal(Browser.seal(Site.p384(), context), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_KEY_UNKNOWN);
  }

  /** A form that was on its way while its key was replaced is still taken. */
  @ParameterizedTest
  @EnumSource
  void aFormIsTakenWhileItsKeyOpens(KeyState state) {
    Sealer now = sealerBy(site.manifest(state, KeyState.ACTIVE, KeyState.ACTIVE), Instant.now());
    String jwe = Browser.seal(site.recipient, context);
    String kid = Site.kid(site.recipient);
    if (state == KeyState.ACTIVE || state == KeyState.DECRYPT_ONLY) {
      assertThat(now.seal(jwe, context, kid).innerKid()).isEqualTo(kid);
    } else {
      assertThat(refusal(now, jwe).errorCode()).isEqualTo(ErrorCode.ENVELOPE_KEY_UNKNOWN);
    }
  }

  @Test
  void nothingIsSealedForAKeyThatOnlyOpens() {
    Manifest rotated = site.manifest(KeyState.ACTIVE, KeyState.DECRYPT_ONLY, KeyState.ACTIVE);
    SealedEnvelope sealed =
        sealerBy(rotated, Instant.now())
            .seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient));
    assertThat(sealed.outerKid())
        .isEqualTo(rotated.activeOpenPgpKey().keyId())
        .isNotEqualTo("%016X".formatted(site.openPgpSubkey().getKeyID()));
  }

  @Test
  void nothingIsSealedByAManifestThatExpired() {
    Manifest manifest = site.manifest();
    String jwe = Browser.seal(site.recipient, context);
    Instant last = manifest.expires().minusSeconds(1);
    assertThat(sealerBy(manifest, last).seal(jwe, context, Site.kid(site.recipient))).isNotNull();
    assertThat(refusal(sealerBy(manifest, manifest.expires()), jwe).errorCode())
        .isEqualTo(ErrorCode.MANIFEST_UNAVAILABLE);
  }

  @Test
  void theNodesOwnSigningKeyIsNoRecipient() {
    assertThat(refusal(Browser.seal(site.ingest, context), context).errorCode())
        .isEqualTo(ErrorCode.ENVELOPE_KEY_UNKNOWN);
  }

  @Test
  void aFormSealedForAnythingButThisRecordVersionAndTicketIsRefused() {
    String jwe = Browser.seal(site.recipient, context);
    for (SealingContext other :
        new SealingContext[] {
          Browser.context(context.tenant(), context.record(), context.version()),
          with(TenantId.random(), context.record(), context.version()),
          with(context.tenant(), ConnectionId.random(), context.version()),
          with(context.tenant(), context.record(), context.version() + 1)
        }) {
      assertThat(refusal(jwe, other).errorCode()).isEqualTo(ErrorCode.ENVELOPE_CONTEXT_WRONG);
    }
  }

  private SealedEnvelope seal() {
    return sealer.seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient));
  }

  private SealingContext with(TenantId tenant, ConnectionId record, int version) {
    return new SealingContext(
        tenant, record, version, SealingContext.ACCOUNT_FORM, context.ticket());
  }

  private static Sealer sealerBy(Manifest manifest, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    CurrentManifest current =
        new CurrentManifest(
            site.root, () -> Optional.of(new Published(1, site.signed(manifest).toJson())), clock);
    return new Sealer(
        current, new SigningKey(site.ingest), new JcaProvider(Optional.empty()), clock);
  }

  private Problem refusal(Sealer by, String jwe) {
    return catchThrowableOfType(
            ProblemException.class, () -> by.seal(jwe, context, Site.kid(site.recipient)))
        .problem();
  }

  private static Problem refusal(String jwe, SealingContext context) {
    return catchThrowableOfType(
            ProblemException.class, () -> sealer.seal(jwe, context, Site.kid(site.recipient)))
        .problem();
  }

  /** The next packet's body, which must be of that type and of definite length. */
  private static ByteBuffer packet(ByteBuffer message, int type) {
    int header = message.get() & 0xff;
    boolean newFormat = (header & 0x40) != 0;
    assertThat(newFormat ? header & 0x3f : (header & 0x3c) >> 2).isEqualTo(type);
    int length = newFormat ? newLength(message) : oldLength(message, header & 3);
    ByteBuffer body = message.slice(message.position(), length);
    message.position(message.position() + length);
    return body;
  }

  private static int newLength(ByteBuffer message) {
    int first = message.get() & 0xff;
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192) << 8) + (message.get() & 0xff) + 192;
    }
    assertThat(first).as("no partial length").isEqualTo(255);
    return message.getInt();
  }

  private static int oldLength(ByteBuffer message, int kind) {
    assertThat(kind).as("no indeterminate length").isLessThan(3);
    return switch (kind) {
      case 0 -> message.get() & 0xff;
      case 1 -> message.getShort() & 0xffff;
      default -> message.getInt();
    };
  }
}
