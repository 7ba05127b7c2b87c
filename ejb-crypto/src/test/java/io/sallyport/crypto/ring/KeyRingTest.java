package io.sallyport.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed keys, and the ring that the right master key makes of them. */
class KeyRingTest {
  private static final MasterKey MASTER = MasterKey.random();
  private static final Site SITE = new Site();
  private static final PrivateKeyProviders JVM = new JcaProvider(Optional.empty()).privateKeys();
  private static final SealedKey BROWSER = browser(SITE.recipient, Site.kid(SITE.recipient));
  private static final Jwe SOUND = Jwe.of(BROWSER.compact());

  @AfterAll
  static void forget() {
    MASTER.close();
  }

  @Test
  void whatIsSealedIsOpenedByTheSameMasterKeyOnly() throws Exception {
    SealedKey read = SealedKey.read(BROWSER.compact() + "\n");
    assertThat(read).isEqualTo(BROWSER);
    assertThat(read.open(MASTER)).isEqualTo(bytes(SITE.recipient.toJSONString()));
    try (MasterKey other = MasterKey.random()) {
      assertThatThrownBy(() -> read.open(other)).isExactlyInstanceOf(FormatException.class);
      byte[] near = MASTER.value().clone();
      near[31] ^= 1;
      assertThatThrownBy(() -> read.open(new MasterKey(near)))
          .isExactlyInstanceOf(FormatException.class);
    }
  }

  @Test
  void everyBitOfASealedKeyCounts() throws Exception {
    for (int part : new int[] {Jwe.IV, Jwe.CIPHERTEXT, Jwe.TAG}) {
      for (int bit = 0; bit < SOUND.bytes(part).length * 8; bit++) {
        SealedKey altered = SealedKey.read(SOUND.flipped(part, bit).compact());
        assertThatThrownBy(() -> altered.open(MASTER)).isExactlyInstanceOf(FormatException.class);
      }
    }
  }

  /** A key cannot be passed off as another: its name is authenticated with it. */
  @Test
  void aHeaderThatSaysSomethingElseOpensNothing() throws Exception {
    String other = Site.kid(Site.p384());
    for (String header :
        List.of(
            SOUND.header().replace(BROWSER.id(), other),
            SOUND.header().replace("\"browser\"", "\"openpgp\""),
            "{ " + SOUND.header().substring(1))) {
      SealedKey altered = SealedKey.read(SOUND.withHeader(header).compact());
      assertThatThrownBy(() -> altered.open(MASTER)).isExactlyInstanceOf(FormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"zip\":\"DEF\"",
        "\"crit\":[\"x\"]",
        "\"epk\":{}",
        "\"jku\":\"https://x\"",
        "\"alg\":\"dir\"",
        "\"kid\":\"x\"",
        "\"\":1"
      })
  void aHeaderHasExactlyItsMembers(String member) {
    assertUnreadable(SOUND.withHeader(SOUND.header().replaceFirst("\\{", "{" + member + ",")));
  }

  @Test
  void anotherAlgorithmIsRefused() {
    for (String algorithm : List.of("A256KW", "A256GCMKW", "PBES2-HS512+A256KW", "none", "")) {
      assertUnreadable(SOUND.withHeader(SOUND.header().replace("\"dir\"", quoted(algorithm))));
    }
    for (String algorithm : List.of("A128GCM", "A256CBC-HS512", "none")) {
      assertUnreadable(SOUND.withHeader(SOUND.header().replace("\"A256GCM\"", quoted(algorithm))));
    }
    assertUnreadable(
        SOUND.withHeader(SOUND.header().replace("sallyport-key+jwe", "sallyport-envelope+jwe")));
  }

  @Test
  void aSealedKeyHasFivePartsAndAtMost64Kib() {
    String sound = BROWSER.compact();
    for (String wrong :
        List.of(
            "",
            ".",
            "....",
            sound + ".",
            "." + sound,
            sound.substring(0, sound.lastIndexOf('.')),
            SOUND.with(Jwe.CIPHERTEXT, new byte[64 * 1024]).compact())) {
      assertThatThrownBy(() -> SealedKey.read(wrong)).isExactlyInstanceOf(FormatException.class);
    }
  }

  @Test
  void aRingHoldsEachKeyUnderItsName() throws Exception {
    KeyRing ring = KeyRing.open(List.of(BROWSER, openPgp()), MASTER, JVM);
    long id = SITE.openPgpSubkey().getKeyID();
    assertThat(ring.browserKey(BROWSER.id())).isPresent();
    assertThat(ring.openPgpKey(id)).isPresent();
    assertThat(ring.names()).containsExactlyInAnyOrder(BROWSER.id(), "%016X".formatted(id));
    assertThat(ring.browserKey(Site.kid(SITE.ingest))).isEmpty();
    assertThat(ring.openPgpKey(0)).isEmpty();
    assertThat(ring.openPgpKey(SITE.openPgp.certificate().getPublicKey().getKeyID())).isEmpty();
  }

  /** Everything or nothing: half a ring would look unsealed. */
  @Test
  void oneKeyThatDoesNotOpenIsNamedAndOpensNothing() throws Exception {
    try (MasterKey other = MasterKey.random()) {
      SealedKey foreign =
          SealedKey.seal("foreign", "browser", bytes(Site.p384().toJSONString()), other);
      assertUnopened(List.of(BROWSER, foreign), "foreign");
      assertThatThrownBy(() -> KeyRing.open(List.of(BROWSER, openPgp()), other, JVM))
          .isInstanceOf(KeyFileException.class);
    }
  }

  @Test
  void aKeyIsTheOneThatItsHeaderNames() throws Exception {
    String name = Site.kid(SITE.ingest);
    assertUnopened(List.of(browser(SITE.recipient, name)), name);
    byte[] ring = SITE.openPgp.secret().getEncoded();
    String primary = OpenPgpKey.fingerprint(SITE.openPgp.certificate().getPublicKey());
    assertUnopened(List.of(SealedKey.seal(primary, "openpgp", ring, MASTER)), primary);
    assertUnopened(List.of(SealedKey.seal("0".repeat(40), "openpgp", ring, MASTER)), "0000");
  }

  @Test
  void aKeyOfAnotherUseIsRefused() {
    for (String use : new String[] {"", "Browser", "signing"}) {
      String compact = SealedKey.seal("a", use, bytes("{}"), MASTER).compact();
      assertThatThrownBy(() -> SealedKey.read(compact)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void whatIsNoPrivateKeyOfItsLayerIsRefusedAndNotShown() throws Exception {
    ECKey small = Site.ec(Curve.P_256);
    assertUnopened(List.of(browser(small, Site.kid(small))), Site.kid(small));
    ECKey half = SITE.recipient.toPublicJWK();
    assertUnopened(List.of(browser(half, Site.kid(half))), Site.kid(half));
    for (String content : List.of("", "canary", "{}", "{\"kty\":\"canary\"}")) {
      assertUnopened(List.of(SealedKey.seal("a", "browser", bytes(content), MASTER)), "key a ");
      assertUnopened(List.of(SealedKey.seal("a", "openpgp", bytes(content), MASTER)), "key a ");
    }
    byte[] certificate = SITE.openPgp.certificate().getEncoded();
    String id = OpenPgpKey.fingerprint(SITE.openPgpSubkey());
    assertUnopened(List.of(SealedKey.seal(id, "openpgp", certificate, MASTER)), id);
  }

  @Test
  void aKeyOfOneLayerIsNoneOfTheOther() throws Exception {
    assertUnopened(
        List.of(
            SealedKey.seal(BROWSER.id(), "openpgp", bytes(SITE.recipient.toJSONString()), MASTER)),
        BROWSER.id());
    String id = OpenPgpKey.fingerprint(SITE.openPgpSubkey());
    assertUnopened(
        List.of(SealedKey.seal(id, "browser", SITE.openPgp.secret().getEncoded(), MASTER)), id);
  }

  @Test
  void aRingNeverShowsAKey() throws Exception {
    KeyRing ring = KeyRing.open(List.of(BROWSER, openPgp()), MASTER, JVM);
    assertThat(ring.toString()).isEqualTo("KeyRing" + ring.names());
  }

  @Test
  void onlyTheSealedFilesOfAFolderAreRead(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> KeyRing.sealedKeysIn(folder))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("holds no sealed key");
    Files.writeString(folder.resolve("browser.sealed"), BROWSER.compact());
    Files.writeString(folder.resolve("README"), "canary");
    assertThat(KeyRing.sealedKeysIn(folder)).containsExactly(BROWSER);
    Path wrong = Files.writeString(folder.resolve("wrong.sealed"), "canary");
    assertThatThrownBy(() -> KeyRing.sealedKeysIn(folder))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(wrong.toString())
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> KeyRing.sealedKeysIn(folder.resolve("missing")))
        .isInstanceOf(KeyFileException.class);
  }

  private static SealedKey browser(ECKey key, String id) {
    return SealedKey.seal(id, "browser", bytes(key.toJSONString()), MASTER);
  }

  private static SealedKey openPgp() throws Exception {
    return SealedKey.seal(
        OpenPgpKey.fingerprint(SITE.openPgpSubkey()),
        "openpgp",
        SITE.openPgp.secret().getEncoded(),
        MASTER);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static void assertUnreadable(Jwe jwe) {
    assertThat(jwe).isNotEqualTo(SOUND);
    assertThatThrownBy(() -> SealedKey.read(jwe.compact()))
        .isExactlyInstanceOf(FormatException.class);
  }

  private static void assertUnopened(List<SealedKey> keys, String name) {
    assertThatThrownBy(() -> KeyRing.open(keys, MASTER, JVM))
        .isInstanceOf(KeyFileException.class)
        .hasNoCause()
        .hasMessageContaining(name)
        .hasMessageNotContaining("canary");
  }
}
