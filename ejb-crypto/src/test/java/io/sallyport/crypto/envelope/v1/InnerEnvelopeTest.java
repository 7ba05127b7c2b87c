package io.sallyport.crypto.envelope.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Jwe;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InnerEnvelopeTest {
  private static final ECKey RECIPIENT = Site.p384();
  private static final SealingContext CONTEXT = Browser.newContext();
  private static final Jwe SOUND = Jwe.of(Browser.seal(RECIPIENT, CONTEXT));

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 16384, 65536})
  void whatABrowserSealsIsAccepted(int length) throws Exception {
    String compact = Browser.seal(RECIPIENT, CONTEXT, length);
    InnerEnvelope envelope = parse(compact);
    assertThat(envelope.kid()).isEqualTo(Site.kid(RECIPIENT));
    assertThat(envelope.ctx()).isEqualTo(CONTEXT.ctx());
    Jwe jwe = Jwe.of(compact);
    assertThat(envelope.additionalData()).asString().isEqualTo(jwe.parts().get(Jwe.HEADER));
    assertThat(envelope.header().getEphemeralPublicKey()).isNotNull();
    assertThat(envelope.encryptedKey()).isEqualTo(jwe.bytes(Jwe.KEY));
    assertThat(envelope.iv()).isEqualTo(jwe.bytes(Jwe.IV));
    assertThat(envelope.ciphertext()).isEqualTo(jwe.bytes(Jwe.CIPHERTEXT)).hasSize(length);
    assertThat(envelope.tag()).isEqualTo(jwe.bytes(Jwe.TAG));
  }

  @ParameterizedTest
  @EmptySource
  @ValueSource(strings = {".", "....", ".....", "{}", "a.b.c.d.e", "\0", "\ud800....", "=.=.=.=.="})
  void garbageIsRefused(String garbage) {
    assertRefused(garbage);
  }

  @Test
  void aJweOfFourOrSixPartsIsRefused() {
    String sound = SOUND.compact();
    assertRefused(sound.substring(0, sound.lastIndexOf('.')));
    assertRefused(sound + ".");
    assertRefused(sound + "." + SOUND.parts().get(Jwe.TAG));
    assertRefused("." + sound);
    assertRefused(sound.replaceFirst("\\.", ".."));
  }

  @Test
  void eachPartMustBeThere() {
    for (int part = 0; part < 5; part++) {
      assertRefused(SOUND.with(part, "").compact());
    }
  }

  @Test
  void eachPartIsBase64urlAndNothingElse() {
    for (int part = 0; part < 5; part++) {
      String text = SOUND.parts().get(part);
      for (String bad : List.of("+", "/", "=", " ", "\n", "é", "%41", "\0")) {
        assertRefused(SOUND.with(part, text + bad).compact());
        assertRefused(SOUND.with(part, bad + text.substring(1)).compact());
      }
    }
  }

  @Test
  void eachPartHasOneSpellingOnly() {
    // 16 bytes are 22 characters, whose last four bits mean nothing and must be zero.
    String tag = SOUND.parts().get(Jwe.TAG);
    char last = tag.charAt(21);
    assertThat("AQgw").contains(String.valueOf(last));
    assertRefused(SOUND.with(Jwe.TAG, tag.substring(0, 21) + (char) (last + 1)).compact());
  }

  @ParameterizedTest
  @MethodSource("wrongTagLengths")
  void aTagHasSixteenBytes(int length) {
    assertRefused(SOUND.with(Jwe.TAG, new byte[length]).compact());
  }

  static IntStream wrongTagLengths() {
    return IntStream.concat(IntStream.range(0, 16), IntStream.of(17, 24, 32));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 11, 13, 16, 24})
  void anInitializationVectorHasTwelveBytes(int length) {
    assertRefused(SOUND.with(Jwe.IV, new byte[length]).compact());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 24, 32, 39, 41, 48, 384, 65536})
  void anEncryptedKeyIsExactlyAWrapped256BitKey(int length) {
    assertRefused(SOUND.with(Jwe.KEY, new byte[length]).compact());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1025, 2048, 4095, 16385, 65535, 65537, 131072})
  void aContentIsPaddedToOneOfFourLengths(int length) {
    assertRefused(SOUND.with(Jwe.CIPHERTEXT, new byte[length]).compact());
  }

  @Test
  void whatIsLongerThan256KibIsNotLookedAt() {
    assertThatThrownBy(() -> parse("A".repeat(InnerEnvelope.MAX_LENGTH + 1)))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> parse("A".repeat(InnerEnvelope.MAX_LENGTH)))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessageContaining("five parts");
    assertRefused(SOUND.with(Jwe.CIPHERTEXT, new byte[300 * 1024]).compact());
  }

  @ParameterizedTest
  @CsvSource({
    "alg, RSA1_5",
    "alg, RSA-OAEP",
    "alg, RSA-OAEP-256",
    "alg, dir",
    "alg, none",
    "alg, A256KW",
    "alg, A256GCMKW",
    "alg, ECDH-ES",
    "alg, ECDH-ES+A128KW",
    "alg, ECDH-1PU+A256KW",
    "alg, PBES2-HS512+A256KW",
    "alg, ecdh-es+a256kw",
    "alg, 'ECDH-ES+A256KW '",
    "alg, ''",
    "enc, A128GCM",
    "enc, A256CBC-HS512",
    "enc, A128CBC-HS256",
    "enc, XC20P",
    "enc, a256gcm",
    "typ, JWE",
    "typ, sallyport-ingest+jws",
    "typ, application/sallyport-envelope+jwe",
    "suite, SP1-P256",
    "suite, SP0-NULL",
    "suite, sp1-p384"
  })
  void anotherAlgorithmTypeOrSuiteIsRefused(String member, String value) {
    assertHeaderRefused(
        SOUND.header().replaceFirst("\"" + member + "\":\"[^\"]*\"", quoted(member, value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"zip\":\"DEF\"",
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"jwk\":{\"kty\":\"EC\"}",
        "\"jku\":\"https://evil.example/keys\"",
        "\"x5u\":\"https://evil.example/cert\"",
        "\"x5c\":[]",
        "\"x5t\":\"AAAA\"",
        "\"p2c\":2147483647",
        "\"p2s\":\"AAAA\"",
        "\"apu\":\"AAAA\"",
        "\"apv\":\"AAAA\"",
        "\"iv\":\"AAAA\"",
        "\"tag\":\"AAAA\"",
        "\"cty\":\"JWT\"",
        "\"b64\":false",
        "\"\":\"\"",
        "\"ALG\":\"ECDH-ES+A256KW\"",
        "\"__proto__\":{}"
      })
  void aMemberThatTheFormatDoesNotHaveIsRefused(String member) {
    assertHeaderRefused(SOUND.header().replaceFirst("\\{", "{" + member + ","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alg", "enc", "typ", "v", "suite", "kid", "ctx", "epk"})
  void aMissingMemberIsRefused(String member) {
    assertHeaderRefused(SOUND.header().replace("\"" + member + "\"", "\"x-" + member + "\""));
    String without =
        SOUND
            .header()
            .replaceFirst("\"" + member + "\":(\"[^\"]*\"|\\d+|\\{[^}]*\\}),?", "")
            .replace(",}", "}");
    assertHeaderRefused(without);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alg", "enc", "typ", "v", "suite", "kid", "ctx", "epk"})
  void aMemberOfAnotherKindIsRefused(String member) {
    for (String value :
        List.of("null", "true", "17", "[]", "{}", "[\"x\"]", "\"\"", "\"\\u0000\"")) {
      assertHeaderRefused(
          SOUND
              .header()
              .replaceFirst(
                  "\"" + member + "\":(\"[^\"]*\"|\\d+|\\{[^}]*\\})",
                  "\"" + member + "\":" + value.replace("\\", "\\\\")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alg", "enc", "typ", "v", "suite", "kid", "ctx", "epk"})
  void aMemberThatStandsTwiceIsRefusedEvenIfBothSayTheSame(String member) {
    String header = SOUND.header();
    String own = find(header, "\"" + member + "\":(\"[^\"]*\"|\\d+|\\{[^}]*\\})");
    assertHeaderRefused("{" + own + "," + header.substring(1));
    assertHeaderRefused(header.substring(0, header.length() - 1) + "," + own + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kty", "crv", "x", "y"})
  void aMemberThatStandsTwiceInsideTheEphemeralKeyIsRefused(String member) {
    String epk = find(SOUND.header(), "\"epk\":\\{[^}]*\\}");
    String own = find(epk, "\"" + member + "\":\"[^\"]*\"");
    assertHeaderRefused(SOUND.header().replace(epk, epk.replace("}", "," + own + "}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e0",
        "1E+0",
        "10e-1",
        "10",
        "-1",
        "2",
        "0",
        "01",
        "\"1\"",
        "1e999999999",
        "true"
      })
  void thereIsNoOtherVersion(String version) {
    assertHeaderRefused(SOUND.header().replace("\"v\":1", "\"v\":" + version));
  }

  @ParameterizedTest
  @CsvSource({"P-256, 32", "P-256, 48", "P-521, 66", "secp256k1, 32", "X25519, 32", "p-384, 48"})
  void anEphemeralKeyOnAnotherCurveIsRefused(String curve, int length) {
    assertHeaderRefused(header(epk("EC", curve, length, length)));
  }

  @ParameterizedTest
  @CsvSource({"47, 48", "48, 47", "49, 48", "48, 96", "97, 48", "0, 48", "48, 0", "1, 1"})
  void aCoordinateOfAnotherLengthIsRefused(int x, int y) {
    assertHeaderRefused(header(epk("EC", "P-384", x, y)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kty\":\"EC\",\"crv\":\"P-384\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\"}",
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "[]",
        "\"AgAA\""
      })
  void aMissingOrCompressedEphemeralKeyIsRefused(String epk) {
    assertHeaderRefused(header(epk));
  }

  @Test
  void anEphemeralKeyCarriesNoPrivatePart() {
    assertHeaderRefused(SOUND.header().replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"d\":\"AA\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kid", "ctx"})
  void aThumbprintOrContextIsExactlyASha256(String member) {
    for (int length : new int[] {0, 20, 31, 33, 48, 64}) {
      assertHeaderRefused(
          SOUND
              .header()
              .replaceFirst(
                  "\"" + member + "\":\"[^\"]*\"",
                  quoted(member, Jwe.base64url(new byte[length]))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"\"",
        "{",
        "{}",
        "{]",
        "[{}]",
        "\u0000",
        "{'alg':1}",
        "//"
      })
  void aHeaderThatIsNoObjectIsRefused(String json) {
    assertHeaderRefused(json);
  }

  @ParameterizedTest
  @MethodSource("trailing")
  void aHeaderIsOneObjectAndNothingAfterIt(String trailing) {
    assertHeaderRefused(SOUND.header() + trailing);
  }

  static Stream<String> trailing() {
    return Stream.of("{}", "x", ",", "}", "{\"alg\":\"none\"}", "\u0000", "null", "//x");
  }

  @Test
  void aDeeplyNestedHeaderIsRefusedLikeAnyOther() {
    for (String deep : List.of("[", "{\"a\":")) {
      String nested = deep.repeat(1000 / deep.length());
      assertHeaderRefused("{\"a\":" + nested);
      assertHeaderRefused("{\"epk\":" + nested);
    }
  }

  @Test
  void aHeaderLongerThanItsMembersNeedIsRefused() throws FormatException {
    String header = SOUND.header();
    String longest = "{" + " ".repeat(1024 - header.length()) + header.substring(1);
    assertThat(parse(SOUND.withHeader(longest).compact()).ctx()).isEqualTo(CONTEXT.ctx());
    assertHeaderRefused("{" + " ".repeat(1025 - header.length()) + header.substring(1));
  }

  @Test
  void aRefusalNamesTheRuleAndNeverShowsTheEnvelope() {
    String canary = "canary";
    List<String> bad =
        List.of(
            SOUND.with(Jwe.KEY, canary).compact(),
            SOUND.withHeader("{\"canary\":\"canary\"}").compact(),
            SOUND.withHeader("canary").compact(),
            SOUND.withHeader(SOUND.header().replace("A256GCM", canary)).compact());
    for (String compact : bad) {
      assertThatThrownBy(() -> parse(compact))
          .isInstanceOf(FormatException.class)
          .hasNoCause()
          .message()
          .isNotBlank()
          .doesNotContain(canary);
    }
  }

  @Test
  void whateverArrivesIsRefusedInOneWay() {
    Random random = new Random(20261123);
    for (int i = 0; i < 2_000; i++) {
      byte[] header = SOUND.bytes(Jwe.HEADER);
      for (int change = random.nextInt(4); change >= 0; change--) {
        header[random.nextInt(header.length)] = (byte) random.nextInt(256);
      }
      Throwable thrown = catchThrowable(() -> parse(SOUND.with(Jwe.HEADER, header).compact()));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(FormatException.class);
      }
    }
  }

  @Test
  void anEphemeralKeyOfAnotherKindIsRefused() {
    assertHeaderRefused(header(epk("OKP", "P-384", 48, 48)));
    assertHeaderRefused(header(epk("ec", "P-384", 48, 48)));
  }

  private static String quoted(String member, String value) {
    return "\"" + member + "\":\"" + value + "\"";
  }

  private static String find(String text, String pattern) {
    var matcher = java.util.regex.Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  private static String header(String epk) {
    return SOUND.header().replaceFirst("\"epk\":\\{[^}]*\\}", "\"epk\":" + epk);
  }

  private static String epk(String kty, String crv, int x, int y) {
    return "{\"kty\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(kty, crv, Jwe.base64url(new byte[x]), Jwe.base64url(new byte[y]));
  }

  /** Refuses a header, which must differ from the sound one. */
  private static void assertHeaderRefused(String header) {
    assertThat(header.getBytes(StandardCharsets.UTF_8)).isNotEqualTo(SOUND.bytes(Jwe.HEADER));
    assertRefused(SOUND.withHeader(header).compact());
  }

  private static InnerEnvelope parse(String compact) throws FormatException {
    return InnerEnvelope.parse(compact.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String compact) {
    assertThatThrownBy(() -> parse(compact)).isExactlyInstanceOf(FormatException.class);
  }
}
