package io.sallyport.crypto.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest may say, whoever signed it. */
class ManifestTest {
  private static final Site SITE = new Site();
  private static final Manifest MANIFEST = SITE.manifest();
  private static final String SOUND = ManifestJson.write(MANIFEST);
  private static final long ISSUED = MANIFEST.issued().getEpochSecond();
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private static final String BROWSER = "/keys/0";
  private static final String OPENPGP = "/keys/1";
  private static final String WEB = "/keys/2";

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Manifest read = read(SOUND);
    assertThat(ManifestJson.write(read)).isEqualTo(SOUND);
    assertThat(read.activeBrowserKey().id()).isEqualTo(Site.kid(SITE.recipient));
    assertThat(read.activeOpenPgpKey().key().getKeyID()).isEqualTo(SITE.openPgpSubkey().getKeyID());
    assertThat(read.keys()).hasSize(4);
  }

  @Test
  void aManifestLivesForUpTo30Days() throws Exception {
    assertThat(read(with("/expires", ISSUED + 30 * DAY)).expires())
        .isEqualTo(MANIFEST.issued().plus(Duration.ofDays(30)));
    assertThat(read(with("/expires", ISSUED + 1))).isNotNull();
    for (long expires : new long[] {0, ISSUED - 1, ISSUED, ISSUED + 30 * DAY + 1, ISSUED * 2}) {
      assertRefused(with("/expires", expires), "at most 30 days");
    }
  }

  @Test
  void aKeyIsActiveForUpTo12Months() throws Exception {
    for (String key : List.of(BROWSER, OPENPGP, WEB)) {
      assertThat(read(with(key + "/activeUntil", ISSUED + 366 * DAY))).isNotNull();
      assertRefused(with(key + "/activeUntil", ISSUED + 366 * DAY + 1), "at most 12 months");
    }
  }

  @ParameterizedTest
  @CsvSource({"/keys/0, browser", "/keys/1, openpgp"})
  void eachLayerHasAnActiveKey(String key, String use) {
    for (KeyState state : KeyState.values()) {
      if (state != KeyState.ACTIVE) {
        assertRefused(with(key + "/state", state.code()), "exactly one " + use + " key is active");
      }
    }
    assertRefused(without(key), "exactly one " + use + " key is active");
  }

  @Test
  void aSecondActiveKeyOfALayerIsRefused() throws Exception {
    Instant until = MANIFEST.activeBrowserKey().activeUntil();
    ListedKey browser = Site.browserKey(Site.p384(), KeyState.ACTIVE, until);
    assertRefused(plus(browser), "exactly one browser key is active");
    ListedKey openPgp = Site.openPgpKey(OpenPgpKey.successor(), KeyState.ACTIVE, until);
    assertRefused(plus(openPgp), "exactly one openpgp key is active");
    // Announced, they do no harm.
    assertThat(read(plus(Site.browserKey(Site.p384(), KeyState.PRE_ACTIVE, until)))).isNotNull();
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    for (int key = 0; key < 4; key++) {
      JsonObject again =
          Json.createPatchBuilder()
              .copy("/keys/-", "/keys/" + key)
              .replace("/keys/4/state", "revoked")
              .build()
              .apply(parse(SOUND));
      assertRefused(again.toString(), "no key stands twice");
    }
  }

  /** A name stands for one key only, for ever. */
  @Test
  void anotherKeyUnderTheSameNameIsRefused() {
    JsonObject other = parse(ManifestJson.write(new Site().manifest()));
    assertRefused(with("/keys/0/jwk", other.getValue("/keys/0/jwk")), "thumbprint");
    assertRefused(with("/keys/2/jwk", other.getValue("/keys/0/jwk")), "thumbprint");
    JsonObject successor =
        parse(
            plus(
                Site.openPgpKey(
                    OpenPgpKey.successor(),
                    KeyState.PRE_ACTIVE,
                    MANIFEST.activeOpenPgpKey().activeUntil())));
    String certificate = ((JsonString) successor.getValue("/keys/4/certificate")).getString();
    assertRefused(with(OPENPGP + "/certificate", certificate), "fingerprint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/keys/0", "/keys/1", "/keys/2", "/keys/3"})
  void aNameHasOneSpellingOnly(String key) {
    String id = text(key + "/id");
    for (String wrong : List.of("", " " + id, id + " ", id + "=", swapCase(id), id.substring(1))) {
      assertRefused(with(key + "/id", wrong), "id is");
    }
  }

  @Test
  void aKeyOfOneKindIsNoneOfAnother() {
    assertRefused(with(BROWSER + "/use", "openpgp"), "members");
    assertRefused(with(BROWSER + "/use", "web"), "");
    assertRefused(with(OPENPGP + "/use", "browser"), "members");
    assertRefused(with(WEB + "/use", "browser"), "members");
    for (String use : List.of("", "Browser", "root", "decrypt-node")) {
      assertRefused(with(WEB + "/use", use), "use is");
    }
  }

  @Test
  void onlyTheKindOfNodeThatAKeyIsListedForIsFound() {
    String web = Site.kid(SITE.ingest);
    assertThat(MANIFEST.nodeKey(NodeKind.WEB, web)).isPresent();
    assertThat(MANIFEST.nodeKey(NodeKind.DECRYPT, web)).isEmpty();
    assertThat(MANIFEST.nodeKey(NodeKind.WEB, Site.kid(SITE.recipient))).isEmpty();
    assertThat(MANIFEST.browserKey(web)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Active", "ACTIVE", "pre_active", "active ", "compromised"})
  void thereAreNoOtherStates(String state) {
    assertRefused(with(WEB + "/state", state), "no such key state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", "Web-1", "web_1", "web 1", "web.1", "é", "<b>", "a\nb"})
  void aNodesNameIsAnOrdinaryOne(String name) {
    assertRefused(with(WEB + "/node", name), "node has the form");
    assertRefused(with(WEB + "/node", "w".repeat(64)), "node has the form");
  }

  @Test
  void aRootIsNamedByItsWholeFingerprint() {
    String root = MANIFEST.root();
    for (String wrong :
        List.of("", root.substring(1), root + "0", "g" + root.substring(1), Root.grouped(root))) {
      assertRefused(with("/root", wrong), "root has the form");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.0",
        "1e0",
        "2147483648",
        "4294967297",
        "9223372036854775808",
        "\"1\"",
        "null"
      })
  void aVersionIsAWholeNumberFromOne(String version) {
    assertRefused(SOUND.replace("\"version\":1,", "\"version\":" + version + ","), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-0", "0e0", "-1", "1.5", "253402300800", "1e9", "\"2026-11-24\"", "true"})
  void aTimeIsInWholeSeconds(String time) {
    String issued = "\"issued\":" + ISSUED;
    assertThat(SOUND).contains(issued);
    assertRefused(SOUND.replace(issued, "\"issued\":" + time), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "version", "issued", "expires", "root", "keys"})
  void aManifestHasExactlyItsMembers(String member) {
    assertRefused(without("/" + member), "members");
    assertRefused(with("/" + member, JsonValue.NULL), "");
    assertRefused(with("/" + member, JsonValue.EMPTY_JSON_ARRAY), "");
    assertRefused(plus("", "x" + member), "members");
  }

  @Test
  void aKeyHasExactlyItsMembers() {
    for (int key = 0; key < 4; key++) {
      String at = "/keys/" + key;
      for (String member : parse(SOUND).getValue(at).asJsonObject().keySet()) {
        assertRefused(without(at + "/" + member), "");
        assertRefused(with(at + "/" + member, JsonValue.NULL), "");
        assertRefused(with(at + "/" + member, JsonValue.EMPTY_JSON_OBJECT), "");
      }
      for (String more : List.of("kid", "alg", "jku", "x5c", "note", "")) {
        assertRefused(plus(at, more), "members");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kid", "alg", "use", "key_ops", "x5u", "x5c", "d"})
  void aJwkIsAPointAndNothingElse(String member) {
    assertRefused(plus(BROWSER + "/jwk", member), "a key has exactly the members");
    assertRefused(plus(WEB + "/jwk", member), "a key has exactly the members");
  }

  @Test
  void aPrivateKeyIsNeverListed() throws Exception {
    JsonObject secret = parse(SITE.recipient.toJSONString());
    assertThat(secret).containsKey("d");
    assertRefused(with(BROWSER + "/jwk", secret), "a key has exactly the members");
    ByteArrayOutputStream armored = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = ArmoredOutputStream.builder().build(armored)) {
      armor.write(SITE.openPgp.secret().getEncoded());
    }
    assertRefused(
        with(OPENPGP + "/certificate", armored.toString(StandardCharsets.US_ASCII)),
        "is a certificate");
  }

  @Test
  void aKeyOnAnotherCurveOrOffItIsRefused() {
    for (Curve curve : List.of(Curve.P_256, Curve.P_521)) {
      ECKey key = Site.ec(curve);
      assertRefused(
          renamed(BROWSER, key, parse(key.toPublicJWK().toJSONString())), "crv must be P-384");
    }
    assertRefused(
        with(BROWSER + "/jwk/y", SITE.ingest.getY().toString()), "a key is a point on P-384");
  }

  @Test
  void aMemberThatStandsTwiceIsRefusedWhereverItIs() {
    for (String member : List.of("type", "version", "expires", "keys", "state", "id", "crv", "x")) {
      assertRefused(
          SOUND.replaceFirst("\"" + member + "\":", "\"" + member + "\":1,\"" + member + "\":"),
          "duplicate members");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "\"\"", "{\"type\":\"sallyport-manifest/1\"}"})
  void whatIsNoManifestIsRefused(String text) {
    assertRefused(text, "");
  }

  @Test
  void anotherTypeOrVersionOfTheFormatIsRefused() {
    for (String type : List.of("", "sallyport-manifest/2", "sallyport-root/1", "JWT")) {
      assertRefused(with("/type", type), "type must be sallyport-manifest/1");
    }
  }

  @Test
  void thereAreAtMost1000Keys() {
    String many = "{}" + ",{}".repeat(1000);
    assertRefused(SOUND.replaceFirst("\"keys\":\\[", "\"keys\":[" + many + ","), "at most 1000");
  }

  /** Its owner took it back, or it ends before the manifest says: it seals nothing more. */
  @Test
  void anActiveOpenPgpKeysCertificateIsInForceAllTheWhile() throws Exception {
    assertRefused(certificate(SITE.openPgp.withRevokedSubkey()), "in force all the while");
    assertRefused(certificate(SITE.openPgp.revoked()), "in force all the while");
    Instant made = MANIFEST.issued().minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
    OpenPgpKey expiring =
        OpenPgpKey.made(made, Duration.ZERO)
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, Duration.ofDays(20));
    String json = certificate(expiring.certificate());
    assertRefused(json, "in force all the while");
    assertThat(read(with(json, OPENPGP + "/activeUntil", Json.createValue(ISSUED + 10 * DAY))))
        .isNotNull();
    assertRefused(
        with(json, OPENPGP + "/activeUntil", Json.createValue(ISSUED + 10 * DAY + 1)),
        "in force all the while");
  }

  /** What was sealed for it still has to be opened. */
  @Test
  void anOpenPgpKeyThatSealsNoMoreMayBeRevoked() throws Exception {
    String more =
        plus(
            Site.openPgpKey(
                OpenPgpKey.successor(),
                KeyState.ACTIVE,
                MANIFEST.activeOpenPgpKey().activeUntil()));
    for (KeyState state : List.of(KeyState.DECRYPT_ONLY, KeyState.REVOKED, KeyState.DESTROYED)) {
      String stepped = with(more, OPENPGP + "/state", Json.createValue(state.code()));
      String json =
          with(
              stepped,
              OPENPGP + "/certificate",
              Json.createValue(armored(SITE.openPgp.withRevokedSubkey())));
      assertThat(read(json).openPgpKeys().get(0).state()).isEqualTo(state);
    }
  }

  @Test
  void aWeakOpenPgpKeyIsRefused() {
    OpenPgpKey weak =
        OpenPgpKey.bare().with(OpenPgpKey.rsa(2048), OpenPgpKey.ENCRYPTS, Duration.ZERO);
    assertRefused(certificate(weak.certificate()), "RSA-3072");
    assertRefused(certificate(OpenPgpKey.bare().certificate()), "RSA-3072");
    assertRefused(with(OPENPGP + "/certificate", ""), "RSA-3072");
  }

  @Test
  void nobodySealsByAManifestThatExpiredOrWhoseActiveKeyDid() throws Exception {
    Instant end = MANIFEST.expires();
    assertThat(MANIFEST.isInForce(end.minusNanos(1))).isTrue();
    assertThat(MANIFEST.isInForce(end)).isFalse();
    for (String key : List.of(BROWSER, OPENPGP)) {
      Manifest shorter = read(with(key + "/activeUntil", ISSUED + DAY));
      Instant until = MANIFEST.issued().plus(Duration.ofDays(1));
      assertThat(shorter.isInForce(until.minusNanos(1))).isTrue();
      assertThat(shorter.isInForce(until)).isFalse();
    }
  }

  /** Else one that is signed today for next year would last longer than its 30 days. */
  @Test
  void nobodySealsByAManifestFromTheFuture() {
    Instant first = MANIFEST.issued().minus(Duration.ofHours(1));
    assertThat(MANIFEST.isInForce(first)).isTrue();
    assertThat(MANIFEST.isInForce(first.minusNanos(1))).isFalse();
  }

  /** The key of the manifest under its own, right name. */
  private static String renamed(String at, ECKey key, JsonObject jwk) {
    return with(with(at + "/jwk", jwk), at + "/id", Json.createValue(Site.kid(key)));
  }

  private static String certificate(PGPPublicKeyRing certificate) {
    var keys = certificate.getPublicKeys();
    var key = keys.next();
    key = keys.hasNext() ? keys.next() : key;
    return with(
        with(OPENPGP + "/certificate", armored(certificate)),
        OPENPGP + "/id",
        Json.createValue(ListedKey.OpenPgpKey.fingerprint(key)));
  }

  private static String armored(PGPPublicKeyRing certificate) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = ArmoredOutputStream.builder().clearHeaders().build(text)) {
      armor.write(certificate.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  private static String swapCase(String text) {
    char first = text.chars().filter(Character::isLetter).mapToObj(c -> (char) c).findFirst().get();
    char other =
        Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
    return text.replaceFirst(String.valueOf(first), String.valueOf(other));
  }

  private static String text(String pointer) {
    return ((JsonString) parse(SOUND).getValue(pointer)).getString();
  }

  private static JsonObject parse(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  private static String with(String pointer, String value) {
    return with(pointer, Json.createValue(value));
  }

  private static String with(String pointer, long value) {
    return with(pointer, Json.createValue(value));
  }

  private static String with(String pointer, JsonValue value) {
    return with(SOUND, pointer, value);
  }

  private static String with(String json, String pointer, JsonValue value) {
    return Json.createPatchBuilder().replace(pointer, value).build().apply(parse(json)).toString();
  }

  private static String without(String pointer) {
    return Json.createPatchBuilder().remove(pointer).build().apply(parse(SOUND)).toString();
  }

  private static String plus(String object, String member) {
    return Json.createPatchBuilder()
        .add(object + "/" + member, "x")
        .build()
        .apply(parse(SOUND))
        .toString();
  }

  private static String plus(ListedKey key) {
    Manifest one =
        new Manifest(
            1,
            MANIFEST.issued(),
            MANIFEST.expires(),
            MANIFEST.root(),
            key instanceof ListedKey.BrowserKey browser ? List.of(browser) : List.of(),
            key instanceof ListedKey.OpenPgpKey openPgp ? List.of(openPgp) : List.of(),
            List.of());
    return Json.createPatchBuilder()
        .add("/keys/-", parse(ManifestJson.write(one)).getValue("/keys/0"))
        .build()
        .apply(parse(SOUND))
        .toString();
  }

  private static Manifest read(String json) throws FormatException {
    return Manifest.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String json, String why) {
    assertThat(json).isNotEqualTo(SOUND);
    assertThatThrownBy(() -> read(json))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }
}
