package io.sallyport.crypto.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.KeyFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {
  private static final List<ECKey> KEYS = List.of(Site.p384(), Site.p384(), Site.p384());
  private static final Root SOUND = Site.root(2, KEYS);

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Root read = read(SOUND.toJson());
    assertThat(read).isEqualTo(SOUND);
    assertThat(read.fingerprint()).isEqualTo(SOUND.fingerprint());
  }

  /** Customers compute it again with a shell: the lines are the promise. */
  @Test
  void theFingerprintIsASha256OverTypeThresholdAndSortedThumbprints() throws Exception {
    String lines =
        "sallyport-root/1\n2\n"
            + KEYS.stream()
                .map(Site::kid)
                .sorted()
                .map(id -> id + "\n")
                .collect(Collectors.joining());
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.US_ASCII));
    assertThat(SOUND.fingerprint()).isEqualTo(HexFormat.of().formatHex(hash));
  }

  @Test
  void anotherThresholdOrKeyIsAnotherRoot() {
    assertThat(
            Stream.of(
                    SOUND,
                    Site.root(1, KEYS),
                    Site.root(3, KEYS),
                    Site.root(2, KEYS.subList(0, 2)),
                    Site.root(2, List.of(KEYS.get(0), KEYS.get(1), Site.p384())))
                .map(Root::fingerprint))
        .doesNotHaveDuplicates();
    assertThat(Site.root(2, List.of(KEYS.get(2), KEYS.get(0), KEYS.get(1))).fingerprint())
        .isEqualTo(SOUND.fingerprint());
  }

  @Test
  void peopleCompareItInGroupsOfFour() {
    assertThat(Root.grouped("0123456789abcdef")).isEqualTo("0123 4567 89AB CDEF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "-1", "1.0", "\"2\"", "null", "2147483648", "4294967298"})
  void aThresholdIsFromOneToTheNumberOfKeys(String threshold) {
    assertRefused(SOUND.toJson().replace("\"threshold\":2", "\"threshold\":" + threshold));
  }

  @Test
  void noRootIsMadeThatNobodyCouldOrEverybodyCouldSignFor() {
    Map<String, ECKey> keys = SOUND.keys();
    assertThatThrownBy(() -> new Root(0, keys)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Root(4, keys)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Root(0, Map.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    String one = KEYS.get(0).toPublicJWK().toJSONString();
    assertRefused(document(1, one + "," + one));
  }

  @Test
  void aRootHasFrom1To16Keys() throws Exception {
    assertRefused(document(1, ""));
    String sixteen =
        Stream.generate(Site::p384)
            .limit(16)
            .map(key -> key.toPublicJWK().toJSONString())
            .collect(Collectors.joining(","));
    assertThat(read(document(2, sixteen)).keys()).hasSize(16);
    assertRefused(document(2, sixteen + "," + Site.p384().toPublicJWK().toJSONString()));
  }

  @Test
  void aPrivateKeyIsRefused() {
    assertRefused(document(1, KEYS.get(0).toJSONString()));
  }

  @Test
  void aKeyHasNoOtherMembers() {
    String key = KEYS.get(0).toPublicJWK().toJSONString();
    for (String more : List.of("\"kid\":\"x\"", "\"use\":\"sig\"", "\"x5u\":\"https://x\"")) {
      assertRefused(document(1, "{" + more + "," + key.substring(1)));
    }
  }

  @Test
  void aKeyOnAnotherCurveIsRefused() {
    for (Curve curve : List.of(Curve.P_256, Curve.P_521)) {
      String key = Site.ec(curve).toPublicJWK().toJSONString();
      assertRefused(document(1, key));
      assertRefused(document(1, key.replaceFirst("P-\\d+", "P-384")));
    }
  }

  @Test
  void aPointOffTheCurveOrAtInfinityIsRefused() {
    ECKey own = KEYS.get(0);
    String foreign = KEYS.get(1).getY().toString();
    assertRefused(document(1, jwk(own.getX().toString(), foreign)));
    assertRefused(document(1, jwk("A".repeat(64), "A".repeat(64))));
  }

  @Test
  void membersAreExactlyThoseOfTheFormat() {
    String sound = SOUND.toJson().strip();
    assertRefused("{\"more\":1," + sound.substring(1));
    assertRefused("{\"threshold\":1," + sound.substring(1));
    assertRefused(sound.replace("sallyport-root/1", "sallyport-root/2"));
    assertRefused(sound.replace("\"threshold\":2,", ""));
    assertRefused(sound + "{}");
    assertRefused("");
  }

  @Test
  void aFileThatIsMissingOrNoRootIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("root.json"), SOUND.toJson());
    assertThat(Root.in(file)).isEqualTo(SOUND);
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    for (Path wrong : List.of(other, folder.resolve("missing.json"))) {
      assertThatThrownBy(() -> Root.in(wrong))
          .isInstanceOf(KeyFileException.class)
          .hasMessageContaining(wrong.toString());
    }
  }

  private static String jwk(String x, String y) {
    return "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
  }

  private static String document(int threshold, String keys) {
    return "{\"type\":\"sallyport-root/1\",\"threshold\":%d,\"keys\":[%s]}"
        .formatted(threshold, keys);
  }

  private static Root read(String json) throws FormatException {
    return Root.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String json) {
    assertThatThrownBy(() -> read(json)).isExactlyInstanceOf(FormatException.class);
  }
}
