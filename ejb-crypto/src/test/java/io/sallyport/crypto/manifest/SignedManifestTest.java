package io.sallyport.crypto.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.manifest.SignedManifest.Signature;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signed a manifest: its outside, and the root's threshold. */
class SignedManifestTest {
  private static final Site SITE = new Site();
  private static final ECKey FIRST = SITE.rootKeys.get(0);
  private static final ECKey SECOND = SITE.rootKeys.get(1);
  private static final ECKey THIRD = SITE.rootKeys.get(2);
  private static final SignedManifest UNSIGNED = SignedManifest.of(SITE.manifest());
  private static final SignedManifest SOUND = signedBy(FIRST, SECOND);
  private static final String TYPE = "\"typ\":\"sallyport-manifest+jws\"";

  @Test
  void asManyRootKeysAsTheThresholdSaysAreEnough() throws Exception {
    assertThat(read(SOUND.toJson()).verify(SITE.root).version()).isEqualTo(1);
    assertAccepted(signedBy(SECOND, FIRST));
    assertAccepted(signedBy(THIRD, FIRST));
    assertAccepted(signedBy(FIRST, SECOND, THIRD));
  }

  @Test
  void fewerRootKeysAreNot() {
    assertRefused(UNSIGNED, "0 of 2 signatures");
    assertRefused(signedBy(FIRST), "1 of 2 signatures");
  }

  @Test
  void oneRootKeyThatSignsTwiceIsOneRootKey() {
    SignedManifest twice = signedBy(FIRST, FIRST);
    assertUnreadable(twice.toJson());
    // Nor does it help to leave the reader out.
    assertThatThrownBy(() -> twice.verify(SITE.root))
        .isInstanceOf(ManifestRefused.class)
        .hasMessageContaining("1 of 2 signatures");
  }

  @Test
  void anotherSitesRootKeysAreNone() {
    Site other = new Site();
    assertRefused(other.signed(SITE.manifest()), "not the root's");
    assertThatThrownBy(() -> SOUND.verify(other.root)).isInstanceOf(ManifestRefused.class);
  }

  @Test
  void aForeignSignatureSpoilsAManifestThatEnoughRootKeysSigned() {
    assertRefused(signedBy(FIRST, SECOND, Site.p384()), "not the root's");
  }

  @Test
  void aForeignKeyUnderARootKeysNameIsRefused() throws Exception {
    String header = header("ES384", TYPE, Site.kid(SECOND));
    assertRefused(with(FIRST, signature(Site.p384(), header)), "is wrong");
    // Two root keys sign well, but each under the other's name.
    List<Signature> crossed =
        List.of(
            signature(SECOND, header("ES384", TYPE, Site.kid(FIRST))), signature(FIRST, header));
    assertRefused(new SignedManifest(SOUND.payload(), crossed), "is wrong");
  }

  @Test
  void theSitesOtherKeysAreNoRootKeys() {
    assertRefused(signedBy(FIRST, SITE.ingest), "not the root's");
    assertRefused(signedBy(FIRST, SITE.rewrap), "not the root's");
    assertRefused(signedBy(FIRST, SITE.recipient), "not the root's");
  }

  /** Somebody who writes a root file with a lower threshold gets another fingerprint. */
  @Test
  void aManifestNamesTheRootItIsMadeForAndItsThreshold() {
    Root lowered = Site.root(1, SITE.rootKeys);
    Root fewer = Site.root(2, List.of(FIRST, SECOND));
    for (Root root : List.of(lowered, fewer)) {
      assertThatThrownBy(() -> SOUND.verify(root))
          .isInstanceOf(ManifestRefused.class)
          .hasMessageContaining("another root");
    }
  }

  @Test
  void aSignatureOfAnotherManifestIsRefused() {
    SignedManifest other = SITE.signed(new Site().manifest());
    List<Signature> moved = List.of(SOUND.signatures().get(0), other.signatures().get(1));
    assertRefused(new SignedManifest(SOUND.payload(), moved), "is wrong");
    assertRefused(new SignedManifest(other.payload(), SOUND.signatures()), "is wrong");
  }

  @Test
  void everyBitOfASignatureCounts() {
    Signature sound = SOUND.signatures().get(1);
    for (int bit = 0; bit < 96 * 8; bit += 3) {
      byte[] altered = Base64.getUrlDecoder().decode(sound.value());
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      Signature wrong = new Signature(sound.header(), sound.kid(), Jwe.base64url(altered));
      assertRefused(
          new SignedManifest(SOUND.payload(), List.of(SOUND.signatures().get(0), wrong)),
          "is wrong");
    }
  }

  /** CVE-2022-21449: r and s of zero once satisfied Java. */
  @Test
  void aSignatureOfZerosIsRefused() {
    Signature sound = SOUND.signatures().get(1);
    Signature zeros = new Signature(sound.header(), sound.kid(), Jwe.base64url(new byte[96]));
    assertRefused(
        new SignedManifest(SOUND.payload(), List.of(SOUND.signatures().get(0), zeros)), "is wrong");
  }

  @Test
  void everyPartOfThePayloadIsSigned() {
    byte[] payload = Base64.getUrlDecoder().decode(SOUND.payload());
    for (int at = 0; at < payload.length; at += 31) {
      byte[] altered = payload.clone();
      altered[at] ^= 1;
      assertRefused(new SignedManifest(Jwe.base64url(altered), SOUND.signatures()), "signature of");
    }
  }

  @Test
  void aManifestOfTheRootThatIsNoneIsRefused() throws Exception {
    for (String payload : List.of("{}", "[]", "null", "canary", "{\"a\":1,\"a\":2}")) {
      SignedManifest signed =
          new SignedManifest(
                  Jwe.base64url(payload.getBytes(StandardCharsets.UTF_8)), List.<Signature>of())
              .signedBy(FIRST)
              .signedBy(SECOND);
      assertThatThrownBy(() -> read(signed.toJson()).verify(SITE.root))
          .isInstanceOf(ManifestRefused.class)
          .hasMessageStartingWith("not a manifest: ")
          .hasMessageNotContaining("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "HS384", "ES256", "ES512", "ES256K", "RS256", "PS384", "es384", "", "EdDSA"
      })
  void anotherAlgorithmIsRefusedThoughTheSignatureIsGood(String algorithm) throws Exception {
    assertUnreadable(document(header(algorithm, TYPE, Site.kid(SECOND))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jose", "", "sallyport-ingest+jws", "SALLYPORT-MANIFEST+JWS"})
  void anotherTypeIsRefusedThoughTheSignatureIsGood(String type) throws Exception {
    assertUnreadable(document(header("ES384", "\"typ\":\"" + type + "\"", Site.kid(SECOND))));
  }

  @Test
  void aSignatureThatNamesNoKeyOrAnUnknownOneIsRefused() throws Exception {
    for (String kid :
        List.of("", "canary", Site.kid(SECOND) + " ", Site.kid(SECOND).substring(1))) {
      assertRefused(
          read(document(header("ES384", TYPE, kid))), "a key that is not the root's signed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"b64\":false",
        "\"jku\":\"https://evil.example/keys\"",
        "\"x5u\":\"https://evil.example/cert\"",
        "\"x5c\":[]",
        "\"cty\":\"JWT\"",
        "\"zip\":\"DEF\"",
        "\"\":\"\""
      })
  void aHeadersMemberThatTheFormatDoesNotHaveIsRefused(String member) throws Exception {
    String header = header("ES384", TYPE, Site.kid(SECOND));
    assertUnreadable(document("{" + member + "," + header.substring(1)));
  }

  @Test
  void aKeyThatTheHeaderBringsAlongIsRefused() throws Exception {
    String header = header("ES384", TYPE, Site.kid(SECOND));
    String jwk = SECOND.toPublicJWK().toJSONString();
    assertUnreadable(document("{\"jwk\":" + jwk + "," + header.substring(1)));
  }

  @Test
  void aHeadersMemberThatIsMissingIsRefused() throws Exception {
    String kid = "\"kid\":\"" + Site.kid(SECOND) + "\"";
    assertUnreadable(document("{\"alg\":\"ES384\"," + kid + "}"));
    assertUnreadable(document("{" + TYPE + "," + kid + "}"));
    assertUnreadable(document("{\"alg\":\"ES384\"," + TYPE + "}"));
    assertUnreadable(document("{}"));
  }

  @Test
  void aHeadersMemberThatStandsTwiceIsRefusedEvenIfBothSayTheSame() throws Exception {
    String header = header("ES384", TYPE, Site.kid(SECOND));
    assertUnreadable(document("{\"alg\":\"ES384\"," + header.substring(1)));
    assertUnreadable(document("{" + TYPE + "," + header.substring(1)));
    assertUnreadable(document("{\"kid\":\"" + Site.kid(FIRST) + "\"," + header.substring(1)));
  }

  @Test
  void aHeaderLongerThanItsMembersNeedIsRefused() throws Exception {
    String header = header("ES384", TYPE, Site.kid(SECOND));
    String longest = header.replaceFirst("\\{", "{" + " ".repeat(512 - header.length()));
    assertAccepted(read(document(longest)));
    assertUnreadable(document(longest.replaceFirst("\\{", "{ ")));
  }

  @Test
  void nothingOfASignatureIsUnprotected() {
    String sound = SOUND.toJson();
    for (String more : List.of("\"header\":{}", "\"header\":{\"kid\":\"x\"}", "\"kid\":\"x\"")) {
      assertUnreadable(sound.replaceFirst("\\{\"protected\"", "{" + more + ",\"protected\""));
    }
    assertUnreadable(sound.replaceFirst("\"protected\"", "\"header\""));
  }

  @Test
  void aDocumentHasItsTwoMembersAndNoMore() {
    String sound = SOUND.toJson();
    for (String more : List.of("\"header\":{}", "\"protected\":\"e30\"", "\"\":1", "\"x\":null")) {
      assertUnreadable("{" + more + "," + sound.substring(1));
    }
    assertUnreadable("{\"payload\":\"" + SOUND.payload() + "\"}");
    assertUnreadable(sound.replaceFirst("payload", "Payload"));
  }

  @Test
  void aMemberThatStandsTwiceIsRefused() {
    String sound = SOUND.toJson();
    assertUnreadable("{\"payload\":\"" + UNSIGNED.payload() + "\"," + sound.substring(1));
    assertUnreadable("{\"signatures\":[]," + sound.substring(1));
    assertUnreadable(
        sound.replaceFirst("\\{\"protected\"", "{\"protected\":\"e30\",\"protected\""));
    assertUnreadable(
        sound.replaceFirst(",\"signature\":", ",\"signature\":\"AAAA\",\"signature\":"));
  }

  @Test
  void theOtherSerializationsOfAJwsAreRefused() {
    Signature one = SOUND.signatures().get(0);
    assertUnreadable(
        "{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
            .formatted(SOUND.payload(), one.header(), one.value()));
    assertUnreadable(String.join(".", one.header(), SOUND.payload(), one.value()));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "null", "[]", "{", "{}", "\u0000", "\"\"", "0"})
  void whatIsNoDocumentIsRefused(String text) {
    assertUnreadable(text == null ? "" : text);
  }

  @ParameterizedTest
  @MethodSource("trailing")
  void nothingFollowsTheDocument(String trailing) {
    assertUnreadable(SOUND.toJson() + trailing);
  }

  static Stream<String> trailing() {
    return Stream.of("{}", "x", ",", "}", SOUND.toJson(), "\u0000", "null", "//x");
  }

  @Test
  void aPayloadOrSignatureHasOneSpellingOnly() {
    for (String wrong :
        List.of("", "=", "a+b/", " ", SOUND.payload() + "=", SOUND.payload() + "\n")) {
      assertUnreadable(new SignedManifest(wrong, SOUND.signatures()).toJson());
    }
    Signature sound = SOUND.signatures().get(1);
    for (int length : new int[] {0, 1, 64, 95, 97, 103, 132}) {
      Signature wrong = new Signature(sound.header(), sound.kid(), Jwe.base64url(new byte[length]));
      assertUnreadable(
          new SignedManifest(SOUND.payload(), List.of(SOUND.signatures().get(0), wrong)).toJson());
    }
  }

  @Test
  void moreSignaturesThanARootHasKeysAreNotCheckedAtAll() throws Exception {
    List<Signature> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(signature(FIRST, header("ES384", TYPE, "key-" + i)));
    }
    assertThatCode(() -> read(new SignedManifest(SOUND.payload(), many.subList(0, 16)).toJson()))
        .doesNotThrowAnyException();
    assertUnreadable(new SignedManifest(SOUND.payload(), many).toJson());
  }

  @Test
  void whatIsLongerThan4MibIsNotLookedAt() throws Exception {
    String sound = SOUND.toJson();
    String longest = sound + " ".repeat(SignedManifest.MAX_LENGTH - sound.length());
    assertAccepted(read(longest));
    assertUnreadable(longest + " ");
  }

  /** Whoever is to add a signature sees those that are there checked, though they are too few. */
  @Test
  void aManifestOnItsWayFromSignerToSignerIsCheckedToo() throws Exception {
    assertThatCode(() -> UNSIGNED.requireSignaturesOf(SITE.root)).doesNotThrowAnyException();
    assertThatCode(() -> signedBy(FIRST).requireSignaturesOf(SITE.root)).doesNotThrowAnyException();
    assertThatThrownBy(() -> signedBy(Site.p384()).requireSignaturesOf(SITE.root))
        .isInstanceOf(ManifestRefused.class);
    assertThatThrownBy(
            () ->
                new SignedManifest(
                        SOUND.payload(),
                        List.of(signature(Site.p384(), header("ES384", TYPE, Site.kid(FIRST)))))
                    .requireSignaturesOf(SITE.root))
        .isInstanceOf(ManifestRefused.class);
  }

  private static SignedManifest signedBy(ECKey... keys) {
    try {
      SignedManifest signed = UNSIGNED;
      for (ECKey key : keys) {
        signed = signed.signedBy(key);
      }
      return signed;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(String algorithm, String type, String kid) {
    return "{\"alg\":\"%s\",%s,\"kid\":\"%s\"}".formatted(algorithm, type, kid);
  }

  /** A good ES384 signature, whatever its header says. */
  private static Signature signature(ECKey key, String header) throws Exception {
    String encoded = Jwe.base64url(header.getBytes(StandardCharsets.UTF_8));
    java.security.Signature signer =
        java.security.Signature.getInstance("SHA384withECDSAinP1363Format");
    PrivateKey secret = key.toECPrivateKey();
    signer.initSign(secret);
    signer.update((encoded + "." + SOUND.payload()).getBytes(StandardCharsets.US_ASCII));
    return new Signature(encoded, kidIn(header), Jwe.base64url(signer.sign()));
  }

  private static String kidIn(String header) {
    var kid = java.util.regex.Pattern.compile("\"kid\":\"([^\"]*)\"}$").matcher(header);
    return kid.find() ? kid.group(1) : "";
  }

  private static SignedManifest with(ECKey signer, Signature other) {
    return new SignedManifest(
        SOUND.payload(), List.of(signedBy(signer).signatures().get(0), other));
  }

  /** Signed well by the first root key, and by the second under that header. */
  private static String document(String header) throws Exception {
    return with(FIRST, signature(SECOND, header)).toJson();
  }

  private static SignedManifest read(String json) throws FormatException {
    return SignedManifest.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertAccepted(SignedManifest manifest) {
    assertThatCode(() -> read(manifest.toJson()).verify(SITE.root)).doesNotThrowAnyException();
  }

  private static void assertUnreadable(String json) {
    assertThat(json).isNotEqualTo(SOUND.toJson());
    assertThatThrownBy(() -> read(json)).isExactlyInstanceOf(FormatException.class);
  }

  private static void assertRefused(SignedManifest manifest, String why) {
    assertThatThrownBy(() -> read(manifest.toJson()).verify(SITE.root))
        .isInstanceOf(ManifestRefused.class)
        .hasMessageContaining(why);
  }
}
