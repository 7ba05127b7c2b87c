package io.sallyport.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.codahale.shamir.Scheme;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.ring.ShareRefused.Reason;
import io.sallyport.crypto.ring.ShareSet.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M of N shares make the master key, and nothing else does. */
class ShareSetTest {
  private final byte[] secret = secret();
  private final Split split = split(secret, 5, 3);
  private final ShareSet set = split.set();

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 2", "5, 3", "6, 6", "7, 4"})
  void anyOfTheSharesJoinIfTheyAreEnoughAndNeverIfTheyAreFewer(int shares, int threshold)
      throws Exception {
    Split made = split(secret, shares, threshold);
    for (int chosen = 0; chosen < 1 << shares; chosen++) {
      List<Share> some = new ArrayList<>();
      for (int i = 0; i < shares; i++) {
        if ((chosen & 1 << i) != 0) {
          some.add(made.shares().get(i));
        }
      }
      if (some.size() >= threshold) {
        assertThat(made.set().combine(some).value()).isEqualTo(secret);
      } else {
        assertRefused(made.set(), some, Reason.TOO_FEW);
      }
    }
  }

  /** The refusal is no mere politeness: the values of too few shares do not make the key. */
  @Test
  void tooFewSharesDoNotHoldTheKey() {
    for (int chosen = 1; chosen < 1 << 5; chosen++) {
      Map<Integer, byte[]> values = new HashMap<>();
      for (int i = 0; i < 5; i++) {
        if ((chosen & 1 << i) != 0) {
          values.put(i + 1, split.shares().get(i).value());
        }
      }
      byte[] joined = new Scheme(new SecureRandom(), 5, 3).join(values);
      if (values.size() < 3) {
        assertThat(joined).isNotEqualTo(secret);
      } else {
        assertThat(joined).isEqualTo(secret);
      }
    }
  }

  @Test
  void noShareIsTheKeyOrAnothersAndNoSplittingIsLikeAnother() {
    Set<String> values = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Split again = split(secret, 5, 3);
      assertThat(values.add(again.set().id())).isTrue();
      for (Share share : again.shares()) {
        assertThat(share.value()).hasSize(32).isNotEqualTo(secret);
        assertThat(values.add(share.text())).isTrue();
      }
    }
  }

  @Test
  void theOrderOfSharesDoesNotMatter() throws Exception {
    List<Share> shares = new ArrayList<>(split.shares());
    Random random = new Random(20261124);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(shares, random);
      assertThat(set.combine(shares.subList(0, 3)).value()).isEqualTo(secret);
    }
  }

  @Test
  void upTo255SharesAreMade() throws Exception {
    Split many = split(secret, 255, 255);
    assertThat(many.set().combine(many.shares()).value()).isEqualTo(secret);
    assertRefused(many.set(), many.shares().subList(0, 254), Reason.TOO_FEW);
    assertThat(ShareSet.read(bytes(many.set().toJson())).commitments()).hasSize(255);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 0", "2, 3", "0, 0", "256, 2", "5, -1", "256, 256"})
  void thereAreNoOtherNumbersOfShares(int shares, int threshold) {
    assertThatThrownBy(() -> split(secret, shares, threshold))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameShareTwiceIsOneShare() {
    List<Share> shares = split.shares();
    assertRefused(set, List.of(shares.get(0), shares.get(1), shares.get(0)), Reason.DUPLICATE);
    assertRefused(
        set, List.of(shares.get(0), shares.get(1), shares.get(2), shares.get(2)), Reason.DUPLICATE);
  }

  @Test
  void aShareOfAnotherSplittingOfTheSameKeyIsForeign() {
    Share foreign = split(secret, 5, 3).shares().get(2);
    assertThat(refusal(() -> set.require(foreign))).isEqualTo(Reason.FOREIGN);
    assertRefused(
        set, List.of(split.shares().get(0), split.shares().get(1), foreign), Reason.FOREIGN);
  }

  @Test
  void aShareThatWasAlteredAnywhereIsNamed() {
    Share sound = split.shares().get(2);
    for (int bit = 0; bit < 256; bit++) {
      byte[] value = sound.value().clone();
      value[bit / 8] ^= (byte) (1 << (bit % 8));
      Share altered = new Share(set.id(), 3, 3, value);
      assertThat(refusal(() -> set.require(altered))).isEqualTo(Reason.ALTERED);
      assertRefused(
          set, List.of(split.shares().get(0), split.shares().get(1), altered), Reason.ALTERED);
    }
    assertThatThrownBy(() -> set.require(new Share(set.id(), 3, 3, new byte[32])))
        .hasMessageContaining("share 3")
        .hasMessageContaining(set.id());
  }

  @Test
  void aShareUnderAnotherIndexOrThresholdIsNone() throws Exception {
    byte[] value = split.shares().get(0).value();
    set.require(new Share(set.id(), 1, 3, value));
    for (Share wrong :
        List.of(
            new Share(set.id(), 2, 3, value),
            new Share(set.id(), 6, 3, value),
            new Share(set.id(), 255, 3, value),
            new Share(set.id(), 1, 2, value),
            new Share(set.id(), 1, 4, value))) {
      assertThat(refusal(() -> set.require(wrong))).isEqualTo(Reason.ALTERED);
    }
  }

  /** Whoever rewrites a node's file for fewer custodians makes every share a wrong one. */
  @Test
  void aSetWithALoweredThresholdTakesNoShare() {
    ShareSet lowered = new ShareSet(set.id(), 2, set.commitments());
    assertRefused(lowered, split.shares().subList(0, 2), Reason.ALTERED);
    assertRefused(lowered, split.shares().subList(0, 3), Reason.ALTERED);
  }

  @Test
  void aSetIsWrittenAndReadAgainAndHoldsNoSecret(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("shares.json"), set.toJson());
    ShareSet read = ShareSet.in(file);
    assertThat(read.id()).isEqualTo(set.id());
    assertThat(read.threshold()).isEqualTo(3);
    assertThat(read.combine(split.shares().subList(1, 4)).value()).isEqualTo(secret);
    for (Share share : split.shares()) {
      assertThat(set.toJson()).doesNotContain(share.text().split("\\.")[5]);
    }
    assertThat(read.toJson()).isEqualTo(set.toJson());
  }

  @Test
  void aFileThatIsMissingOrNoneIsNamed(@TempDir Path folder) throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{}");
    for (Path file : List.of(wrong, folder.resolve("missing.json"))) {
      assertThatThrownBy(() -> ShareSet.in(file))
          .isInstanceOf(KeyFileException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "6", "-1", "3.0", "3e0", "\"3\"", "null", "4294967299"})
  void aThresholdIsFromTwoToTheNumberOfShares(String threshold) {
    assertUnreadable(set.toJson().replace("\"threshold\":3", "\"threshold\":" + threshold));
  }

  @Test
  void aSetIsReadStrictly() {
    String json = set.toJson();
    assertUnreadable("{\"more\":1," + json.substring(1));
    assertUnreadable("{\"threshold\":2," + json.substring(1));
    assertUnreadable("{\"commitments\":[]," + json.substring(1));
    assertUnreadable(json.replace("sallyport-shares/1", "sallyport-shares/2"));
    assertUnreadable(json.replace(set.id(), set.id().substring(1)));
    assertUnreadable(json.replace(set.id(), "G" + set.id().substring(1)));
    assertUnreadable(json.replace("\"index\":2", "\"index\":1"));
    assertUnreadable(json.replace("\"index\":2", "\"index\":0"));
    assertUnreadable(json.replace("\"index\":2", "\"index\":256"));
    assertUnreadable(json.replaceFirst("\"sha256\":\"", "\"sha256\":\"AAAA"));
    assertUnreadable(json.replaceFirst("\"index\":1,", "\"index\":1,\"more\":1,"));
    assertUnreadable(json + json);
    assertUnreadable("");
  }

  @Test
  void aMasterKeyHas256BitsAndIsZeroed() {
    for (int length : new int[] {0, 16, 31, 33, 64}) {
      assertThatThrownBy(() -> new MasterKey(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    MasterKey key = MasterKey.random();
    assertThat(key.value()).isNotEqualTo(MasterKey.random().value());
    assertThat(key).hasToString("MasterKey");
    key.close();
    assertThat(key.value()).containsOnly(0);
  }

  private static byte[] secret() {
    byte[] secret = new byte[MasterKey.LENGTH];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static Split split(byte[] secret, int shares, int threshold) {
    try (MasterKey key = new MasterKey(secret.clone())) {
      return ShareSet.split(key, shares, threshold);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertUnreadable(String json) {
    assertThat(json).isNotEqualTo(set.toJson());
    assertThatThrownBy(() -> ShareSet.read(bytes(json))).isExactlyInstanceOf(FormatException.class);
  }

  private static void assertRefused(ShareSet set, List<Share> shares, Reason reason) {
    assertThat(refusal(() -> set.combine(shares))).isEqualTo(reason);
  }

  private static Reason refusal(ThrowingCallable act) {
    ShareRefused refused = catchThrowableOfType(ShareRefused.class, act);
    assertThat(refused).isNotNull();
    return refused.reason();
  }
}
