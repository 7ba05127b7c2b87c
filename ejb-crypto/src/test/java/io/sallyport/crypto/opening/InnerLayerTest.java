package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InnerLayerTest {
  private static final BigInteger P =
      BigInteger.TWO
          .pow(384)
          .subtract(BigInteger.TWO.pow(128))
          .subtract(BigInteger.TWO.pow(96))
          .add(BigInteger.TWO.pow(32))
          .subtract(BigInteger.ONE);

  private static Site site;

  private final Opening opening = new Opening(site);
  private final SealingContext context = Browser.newContext();
  private final Jwe sound = Jwe.of(Browser.seal(site.recipient, context));

  @BeforeAll
  static void aSite() {
    site = new Site();
  }

  @Test
  void aSoundEnvelopeGivesItsPaddedPlaintext() throws Exception {
    assertThat(open(sound)).isEqualTo(Browser.padded(Browser.form(context, Browser.ACCOUNT), 1024));
  }

  @Test
  void everyBitOfTheEncryptedKeyCounts() {
    for (int bit = 0; bit < 40 * 8; bit += 3) {
      assertRefused(sound.flipped(Jwe.KEY, bit));
    }
  }

  @Test
  void everyBitOfTheInitializationVectorCounts() {
    for (int bit = 0; bit < 12 * 8; bit++) {
      assertRefused(sound.flipped(Jwe.IV, bit));
    }
  }

  @Test
  void everyBitOfTheTagCounts() {
    for (int bit = 0; bit < 16 * 8; bit++) {
      assertRefused(sound.flipped(Jwe.TAG, bit));
    }
  }

  @Test
  void everyBitOfTheCiphertextCounts() {
    for (int bit = 0; bit < 1024 * 8; bit += 61) {
      assertRefused(sound.flipped(Jwe.CIPHERTEXT, bit));
    }
  }

  @Test
  void everyBitOfTheHeaderCounts() {
    for (int bit = 0; bit < sound.bytes(Jwe.HEADER).length * 8; bit += 7) {
      Jwe altered = sound.flipped(Jwe.HEADER, bit);
      assertThat(gateOf(() -> open(altered))).isIn(Gate.INNER_FORMAT, Gate.CONTEXT, Gate.INNER);
    }
  }

  @Test
  void aHeaderThatOnlyLooksDifferentIsRefused() {
    assertRefused(sound.withHeader(sound.header().replace("{\"", "{ \"")));
    assertRefused(sound.withHeader(sound.header() + "\n"));
  }

  @Test
  void partsOfTwoEnvelopesMakeNoThird() {
    Jwe other = Jwe.of(Browser.seal(site.recipient, context));
    for (int part = 0; part < 5; part++) {
      assertRefused(sound.with(part, other.parts().get(part)));
    }
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertRefused(Jwe.of(Browser.seal(Site.p384(), context)));
  }

  @Test
  void theNodesPublicKeysAreNoRecipients() {
    assertRefused(Jwe.of(Browser.seal(site.ingest, context)));
  }

  @Test
  void anEnvelopeForAnotherKeyUnderOurNameIsRefused() {
    Jwe foreign = Jwe.of(Browser.seal(Site.p384(), context));
    assertRefused(
        foreign.withHeader(
            foreign
                .header()
                .replaceFirst(
                    "\"kid\":\"[^\"]*\"", "\"kid\":\"" + Site.kid(site.recipient) + "\"")));
  }

  @Test
  void anEnvelopeForAnotherContextIsRefusedBeforeTheKeyIsUsed() {
    assertThat(
            gateOf(() -> opening.openInner(sound.compact().getBytes(UTF_8), Browser.newContext())))
        .isEqualTo(Gate.CONTEXT);
    assertThat(opening.keys.privateKeysUsed()).isZero();
  }

  @Test
  void anEphemeralKeyOffTheCurveIsRefused() {
    byte[] x = coordinate("x");
    byte[] y = coordinate("y");
    y[47] ^= 1;
    assertRefused(withEpk(x, y));
    assertRefused(withEpk(coordinate("y"), x));
    assertRefused(withEpk(bytes(BigInteger.ONE), bytes(BigInteger.ONE)));
  }

  @Test
  void anEphemeralKeyAtInfinityIsRefused() {
    assertRefused(withEpk(new byte[48], new byte[48]));
  }

  @Test
  void aCoordinateThatIsNotReducedIsRefused() {
    // p is another spelling of zero.
    assertRefused(withEpk(bytes(P), coordinate("y")));
    byte[] greatest = new byte[48];
    Arrays.fill(greatest, (byte) 0xff);
    assertRefused(withEpk(greatest, greatest));
    assertRefused(withEpk(coordinate("x"), greatest));
  }

  @Test
  void thePointOfAnotherCurveIsRefused() {
    ECKey p256 = Site.ec(Curve.P_256);
    assertRefused(
        withEpk(bytes(p256.getX().decodeToBigInteger()), bytes(p256.getY().decodeToBigInteger())));
  }

  @Test
  void aGoodPointThatIsNotTheSendersIsRefused() {
    ECKey other = Site.p384();
    assertRefused(withEpk(other.getX().decode(), other.getY().decode()));
    // The mirrored point gives the same shared secret; the header is authenticated, too.
    BigInteger y = new BigInteger(1, coordinate("y"));
    assertRefused(withEpk(coordinate("x"), bytes(P.subtract(y))));
  }

  @Test
  void theRecipientsOwnKeyAsEphemeralKeyIsRefused() {
    assertRefused(withEpk(site.recipient.getX().decode(), site.recipient.getY().decode()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "canary", "....", "\u0000", "äöü", "{\"protected\":\"\"}"})
  void whatIsNoEnvelopeIsRefused(String text) {
    assertThat(gateOf(() -> opening.openInner(text.getBytes(UTF_8), context)))
        .isEqualTo(Gate.INNER_FORMAT);
  }

  @Test
  void aDeeplyNestedHeaderIsRefusedLikeAnyOther() {
    Jwe deep = sound.withHeader("{\"a\":" + "[".repeat(1015));
    assertThat(gateOf(() -> open(deep))).isEqualTo(Gate.INNER_FORMAT);
  }

  private byte[] open(Jwe jwe) throws OpeningFailure {
    return opening.openInner(jwe.compact().getBytes(UTF_8), context);
  }

  private void assertRefused(Jwe jwe) {
    assertThat(jwe).isNotEqualTo(sound);
    assertThat(gateOf(() -> open(jwe))).isEqualTo(Gate.INNER);
  }

  private byte[] coordinate(String name) {
    var matcher =
        java.util.regex.Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(sound.header());
    assertThat(matcher.find()).isTrue();
    return java.util.Base64.getUrlDecoder().decode(matcher.group(1));
  }

  private Jwe withEpk(byte[] x, byte[] y) {
    return sound.withHeader(
        sound
            .header()
            .replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + Jwe.base64url(x) + "\"")
            .replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + Jwe.base64url(y) + "\""));
  }

  private static byte[] bytes(BigInteger value) {
    byte[] unsigned = value.toByteArray();
    byte[] padded = new byte[48];
    int length = Math.min(48, unsigned.length);
    System.arraycopy(unsigned, unsigned.length - length, padded, 48 - length, length);
    return padded;
  }
}
