package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.CrossAccountRole;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.sealing.Sealer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record as the database gives it out, through all gates. */
class OpeningTest {
  private static final JOSEObjectType INGEST = new JOSEObjectType("sallyport-ingest+jws");

  private static Site site;
  private static Sealer sealer;

  private final Opening opening = new Opening(site);
  private final SealingContext context = Browser.newContext();

  @BeforeAll
  static void aSite() {
    site = new Site();
    sealer = new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), Opening.JVM);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 16384, 65536})
  void whatABrowserSealedAndAWebNodeWrappedOpens(int length) throws Exception {
    String jwe = Browser.seal(site.recipient, context, length);
    AccountInformation opened =
        opening.open(record(sealer.seal(jwe, context, Site.kid(site.recipient))));
    assertThat(opened.account()).hasToString("123456789012");
    assertThat(((CrossAccountRole) opened).role())
        .hasToString("arn:aws:iam::123456789012:role/vendor/Sallyport");
    assertThat(opened.regions())
        .map(Object::toString)
        .containsExactly("eu-central-1", "us-gov-west-1");
    assertThat(opened.note()).isEqualTo("canary: Zürich, 2nd floor");
  }

  @Test
  void anEnvelopeOfAnotherTenantIsRefusedUnopened() {
    assertRefusedUnopened(moved(with(TenantId.random(), context.record(), context.version())));
  }

  @Test
  void anEnvelopeOfAnotherRecordIsRefusedUnopened() {
    assertRefusedUnopened(moved(with(context.tenant(), ConnectionId.random(), context.version())));
  }

  @Test
  void anOlderVersionIsRefusedUnopened() {
    assertRefusedUnopened(moved(with(context.tenant(), context.record(), 2)));
  }

  @Test
  void anEnvelopeWithAnotherTicketIsRefusedUnopened() {
    assertRefusedUnopened(moved(Browser.context(context.tenant(), context.record(), 1)));
  }

  @Test
  void twoRowsSwappedInTheDatabaseAreBothRefusedUnopened() {
    SealingContext other = Browser.newContext();
    SealedRecord own = record(sealed());
    SealedEnvelope foreign =
        sealer.seal(Browser.seal(site.recipient, other), other, Site.kid(site.recipient));
    assertRefusedUnopened(new SealedRecord(context, foreign.payload(), foreign.ingestSignature()));
    assertRefusedUnopened(new SealedRecord(other, own.payload(), own.ingestSignature()));
    assertRefusedUnopened(new SealedRecord(context, foreign.payload(), own.ingestSignature()));
    assertRefusedUnopened(new SealedRecord(context, own.payload(), foreign.ingestSignature()));
  }

  /** A web node that lies about the record can get past its signature, but no further. */
  @Test
  void anEnvelopeThatARogueNodeSignedForAnotherRecordIsRefusedByItsOwnContext() throws Exception {
    SealingContext victim = Browser.newContext();
    byte[] payload = sealed().payload();
    SealedRecord rogue = new SealedRecord(victim, payload, sign(site.ingest, payload, victim));
    assertThat(gateOf(() -> opening.open(rogue))).isEqualTo(Gate.CONTEXT);
  }

  @Test
  void aContextThatOnlyTheHeaderNamesIsRefused() throws Exception {
    SealingContext other = Browser.newContext();
    String jwe =
        Browser.seal(
            site.recipient, context, Browser.padded(Browser.form(other, Browser.ACCOUNT), 1024));
    SealedRecord record = record(sealer.seal(jwe, context, Site.kid(site.recipient)));
    assertThat(gateOf(() -> opening.open(record))).isEqualTo(Gate.CONTEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "...", "canary", "a.b.c", "e30.e30.e30", "e30.."})
  void aMissingSignatureIsRefusedBeforeAPrivateKeyIsUsed(String signature) {
    assertRefusedUnopened(new SealedRecord(context, sealed().payload(), signature));
  }

  @Test
  void aForeignSignatureIsRefusedBeforeAPrivateKeyIsUsed() throws Exception {
    byte[] payload = sealed().payload();
    assertRefusedUnopened(new SealedRecord(context, payload, sign(Site.p384(), payload, context)));
    assertRefusedUnopened(
        new SealedRecord(context, payload, sign(site.recipient, payload, context)));
    assertRefusedUnopened(
        new SealedRecord(
            context, payload, sign(Site.p384(), Site.kid(site.ingest), payload, context)));
  }

  @Test
  void aSignatureIsRefusedThatBringsItsOwnKey() throws Exception {
    byte[] payload = sealed().payload();
    ECKey own = Site.p384();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES384)
            .type(INGEST)
            .jwk(own.toPublicJWK())
            .keyID(Site.kid(own))
            .build();
    assertRefusedUnopened(
        new SealedRecord(context, payload, sign(own, header, claims(payload, context))));
  }

  @Test
  void everyBitOfASignatureCounts() {
    SealedRecord sound = record(sealed());
    String[] parts = sound.ingestSignature().split("\\.");
    for (int part = 0; part < 3; part++) {
      byte[] bytes = java.util.Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < bytes.length * 8; bit += 5) {
        byte[] altered = bytes.clone();
        altered[bit / 8] ^= (byte) (1 << (bit % 8));
        String[] changed = parts.clone();
        changed[part] = Jwe.base64url(altered);
        assertRefusedUnopened(
            new SealedRecord(context, sound.payload(), String.join(".", changed)));
      }
    }
  }

  /** CVE-2022-21449: r and s of zero once satisfied Java. */
  @Test
  void aSignatureOfZerosIsRefused() {
    SealedRecord sound = record(sealed());
    String[] parts = sound.ingestSignature().split("\\.");
    assertRefusedUnopened(
        new SealedRecord(
            context,
            sound.payload(),
            parts[0] + "." + parts[1] + "." + Jwe.base64url(new byte[96])));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aSignatureOfAnotherKindIsRefused(String header) throws Exception {
    byte[] payload = sealed().payload();
    assertRefusedUnopened(
        new SealedRecord(
            context,
            payload,
            sign(site.ingest, JWSHeader.parse(header), claims(payload, context))));
  }

  static Stream<String> headers() {
    String kid = Site.kid(site.ingest);
    String type = "\"typ\":\"sallyport-ingest+jws\"";
    return Stream.of(
        "{\"alg\":\"ES384\"," + type + "}",
        "{\"alg\":\"ES384\",\"kid\":\"" + kid + "\"}",
        "{\"alg\":\"ES384\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}",
        "{\"alg\":\"ES384\"," + type + ",\"kid\":\"\"}",
        "{\"alg\":\"ES384\",\"crit\":[\"x\"],\"x\":1," + type + ",\"kid\":\"" + kid + "\"}");
  }

  @Test
  void aSignatureWithAnotherAlgorithmIsRefused() throws Exception {
    byte[] payload = sealed().payload();
    ECKey p256 = Site.ec(Curve.P_256);
    JWSObject es256 =
        new JWSObject(header(JWSAlgorithm.ES256), new Payload(claims(payload, context)));
    es256.sign(new ECDSASigner(p256));
    assertRefusedUnopened(new SealedRecord(context, payload, es256.serialize()));
    // The public key as a shared secret: the classic confusion.
    JWSObject hs384 =
        new JWSObject(header(JWSAlgorithm.HS384), new Payload(claims(payload, context)));
    hs384.sign(new MACSigner(site.ingest.toPublicJWK().toJSONString()));
    assertRefusedUnopened(new SealedRecord(context, payload, hs384.serialize()));
    String none = Jwe.base64url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    assertRefusedUnopened(
        new SealedRecord(context, payload, none + "." + es256.serialize().split("\\.")[1] + "."));
  }

  @Test
  void aSignatureThatClaimsTooLittleIsRefused() throws Exception {
    byte[] payload = sealed().payload();
    Map<String, Object> claims = claims(payload, context);
    for (Object incomplete :
        List.of(
            Map.of(),
            Map.of("env", claims.get("env")),
            Map.of("ctx", claims.get("ctx")),
            Map.of("env", List.of(claims.get("env")), "ctx", claims.get("ctx")),
            Map.of("env", claims.get("ctx"), "ctx", claims.get("env")))) {
      @SuppressWarnings("unchecked")
      Map<String, Object> map = (Map<String, Object>) incomplete;
      assertRefusedUnopened(
          new SealedRecord(context, payload, sign(site.ingest, header(JWSAlgorithm.ES384), map)));
    }
    JWSObject text = new JWSObject(header(JWSAlgorithm.ES384), new Payload("canary"));
    text.sign(new ECDSASigner(site.ingest));
    assertRefusedUnopened(new SealedRecord(context, payload, text.serialize()));
  }

  @Test
  void everyByteOfAPayloadIsSigned() {
    SealedRecord sound = record(sealed());
    for (int at = 0; at < sound.payload().length; at += 7) {
      byte[] altered = sound.payload().clone();
      altered[at] ^= 0x10;
      assertRefusedUnopened(new SealedRecord(context, altered, sound.ingestSignature()));
    }
    assertRefusedUnopened(new SealedRecord(context, new byte[0], sound.ingestSignature()));
    assertRefusedUnopened(
        new SealedRecord(context, Pgp.join(sound.payload(), new byte[1]), sound.ingestSignature()));
  }

  private void assertRefusedUnopened(SealedRecord record) {
    assertThat(gateOf(() -> opening.open(record))).isEqualTo(Gate.INGEST_SIGNATURE);
    assertThat(opening.keys.privateKeysUsed()).isZero();
  }

  private SealedEnvelope sealed() {
    return sealer.seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient));
  }

  private SealedRecord record(SealedEnvelope envelope) {
    return new SealedRecord(context, envelope.payload(), envelope.ingestSignature());
  }

  private SealedRecord moved(SealingContext to) {
    assertThat(to).isNotEqualTo(context);
    SealedEnvelope envelope = sealed();
    return new SealedRecord(to, envelope.payload(), envelope.ingestSignature());
  }

  private SealingContext with(TenantId tenant, ConnectionId record, int version) {
    return new SealingContext(
        tenant, record, version, SealingContext.ACCOUNT_FORM, context.ticket());
  }

  private static Map<String, Object> claims(byte[] payload, SealingContext context) {
    return Map.of(
        "env", Jwe.base64url(NodeStatement.hash(payload)), "ctx", context.ctx(), "iat", 1L);
  }

  private static JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm)
        .type(new JOSEObjectType("sallyport-ingest+jws"))
        .keyID(Site.kid(site.ingest))
        .build();
  }

  private static String sign(ECKey key, byte[] payload, SealingContext context)
      throws JOSEException {
    return sign(key, Site.kid(key), payload, context);
  }

  private static String sign(ECKey key, String kid, byte[] payload, SealingContext context)
      throws JOSEException {
    return sign(
        key,
        new JWSHeader.Builder(JWSAlgorithm.ES384).type(INGEST).keyID(kid).build(),
        claims(payload, context));
  }

  private static String sign(ECKey key, JWSHeader header, Map<String, Object> claims)
      throws JOSEException {
    JWSObject statement = new JWSObject(header, new Payload(claims));
    statement.sign(new ECDSASigner(key));
    return statement.serialize();
  }
}
