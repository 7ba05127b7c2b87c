package io.sallyport.crypto.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A share as a custodian types it. */
class ShareTest {
  private static final String SOUND = shares(5, 3).get(1).text();

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    try (Share share = Share.read(SOUND)) {
      assertThat(share.text()).isEqualTo(SOUND);
      assertThat(share.index()).isEqualTo(2);
      assertThat(share.threshold()).isEqualTo(3);
    }
    assertThat(Share.read("  " + SOUND + "\r\n").text()).isEqualTo(SOUND);
  }

  /** Each character in turn becomes each other that could stand there, and any look-alike. */
  @Test
  void aSlipOfThePenIsNoticedWhereverItIs() {
    String alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u0131\u00e9";
    for (int at = 0; at < SOUND.length(); at++) {
      for (char other : alphabet.toCharArray()) {
        if (other != SOUND.charAt(at)) {
          assertRefused(SOUND.substring(0, at) + other + SOUND.substring(at + 1));
        }
      }
    }
  }

  @Test
  void aCharacterTooFewOrTooManyIsNoticedWhereverItIs() {
    for (int at = 0; at < SOUND.length(); at++) {
      assertRefused(SOUND.substring(0, at) + SOUND.substring(at + 1));
      // Twice a character that stands twice anyway is the same slip.
      assertRefused(SOUND.substring(0, at) + SOUND.charAt(at) + SOUND.substring(at));
      assertRefused(SOUND.substring(0, at) + " " + SOUND.substring(at, SOUND.length() - 1));
    }
  }

  @Test
  void twoNeighboursThatChangedPlacesAreNoticed() {
    for (int at = 1; at < SOUND.length(); at++) {
      if (SOUND.charAt(at) != SOUND.charAt(at - 1)) {
        assertRefused(
            SOUND.substring(0, at - 1)
                + SOUND.charAt(at)
                + SOUND.charAt(at - 1)
                + SOUND.substring(at + 1));
      }
    }
  }

  @Test
  void aSlipIsCalledASlip() {
    assertThatThrownBy(() -> Share.read(SOUND.substring(0, SOUND.length() - 1) + "="))
        .hasMessageContaining("has the form");
    String set = SOUND.split("\\.")[2];
    String other = (set.charAt(0) == 'a' ? 'b' : 'a') + set.substring(1);
    assertThatThrownBy(() -> Share.read(SOUND.replace(set, other)))
        .hasMessageContaining("a character is wrong or missing");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", ".", "......", "canary", "sp-share.1", "\u0000"})
  void whatIsNoShareIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void aLongTextIsNotLookedAt() {
    assertRefused(" ".repeat(128 - SOUND.length()) + SOUND + " ");
    assertRefused("x".repeat(1_000_000));
  }

  /** With the check made to agree: whoever does that means it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sp-share.2.%s.2.3.%s",
        "sp-share.1.%s.0.3.%s",
        "sp-share.1.%s.02.3.%s",
        "sp-share.1.%s.-1.3.%s",
        "sp-share.1.%s.256.3.%s",
        "sp-share.1.%s.999.3.%s",
        "sp-share.1.%s.2.0.%s",
        "sp-share.1.%s.2.1.%s",
        "sp-share.1.%s.2.256.%s",
        "sp-share.1.%s.2.4294967299.%s",
        "sp-share.1.0%s.2.3.%s",
        "sp-share.1.%s.2.3.A%s",
        "SP-SHARE.1.%s.2.3.%s"
      })
  void aShareThatCannotBeIsRefusedThoughItsCheckAgrees(String form) throws Exception {
    String[] parts = SOUND.split("\\.");
    assertThat(Share.read(checked("sp-share.1.%s.2.3.%s".formatted(parts[2], parts[5]))).text())
        .isEqualTo(SOUND);
    assertRefused(checked(form.formatted(parts[2], parts[5])));
  }

  /** 32 bytes are 43 characters, whose last two bits mean nothing and must be zero. */
  @Test
  void aValueHasOneSpellingOnly() throws Exception {
    String[] parts = SOUND.split("\\.");
    String value = parts[5].substring(0, 42);
    String sound = "sp-share.1.%s.2.3.%s".formatted(parts[2], value);
    assertThat(Share.read(checked(sound + "A")).index()).isEqualTo(2);
    for (String last : List.of("B", "C", "D")) {
      assertRefused(checked(sound + last));
    }
  }

  @Test
  void aRefusalNeverShowsTheShare() {
    String value = SOUND.split("\\.")[5];
    for (String wrong : List.of(SOUND + "x", SOUND.replace("sp-share", "sp-shard"), value)) {
      assertThatThrownBy(() -> Share.read(wrong))
          .hasNoCause()
          .message()
          .doesNotContain(value.substring(0, 8));
    }
  }

  @Test
  void aShareIsZeroedAndNeverShownByAccident() throws Exception {
    Share share = Share.read(SOUND);
    assertThat(share.toString()).doesNotContain(SOUND.split("\\.")[5].substring(0, 8));
    share.close();
    assertThat(share.value()).containsOnly(0);
  }

  /** What all may know tells nothing of the value, and binds all the rest. */
  @Test
  void aCommitmentIsASha256OverTheShareWithoutItsCheck() throws Exception {
    String statement = SOUND.substring(0, SOUND.lastIndexOf('.'));
    assertThat(Share.read(SOUND).commitment()).isEqualTo(sha256(statement));
  }

  static List<Share> shares(int shares, int threshold) {
    try (MasterKey key = MasterKey.random()) {
      return ShareSet.split(key, shares, threshold).shares();
    }
  }

  /** The text with a check that agrees. */
  static String checked(String statement) throws Exception {
    return statement
        + "."
        + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(sha256(statement), 6));
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> Share.read(text)).isExactlyInstanceOf(FormatException.class);
  }
}
