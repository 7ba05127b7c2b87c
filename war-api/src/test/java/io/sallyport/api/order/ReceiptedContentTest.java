package io.sallyport.api.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptedContentTest {
  private boolean waiting;

  private static byte[] written(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReceiptedContent.write(new ByteArrayInputStream(content), out, hash -> "receipt of " + hash);
    return out.toByteArray();
  }

  private ReceiptedContent reading(byte[] written) {
    return new ReceiptedContent(
        new ByteArrayInputStream(written),
        (receipt, hash) -> {
          if (!receipt.equals("receipt of " + hash)) {
            throw new NotGenuine("of something else");
          }
        },
        new ReceiptedContent.Pace() {
          @Override
          public void waits() {
            assertThat(waiting).isFalse();
            waiting = true;
          }

          @Override
          public void came() {
            waiting = false;
          }
        });
  }

  private static byte[] random(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
  void whatWasWrittenIsRead(int length) throws IOException {
    byte[] content = random(length);
    assertThat(reading(written(content)).readAllBytes()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 70_000, 199_999})
  void whatWasChangedBreaksOffBeforeItLooksWhole(int place) throws IOException {
    byte[] written = written(random(200_000));
    written[place] ^= 1;
    ReceiptedContent reading = reading(written);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> reading.transferTo(got));
    assertThat(got.size()).isLessThan(200_000);
  }

  @Test
  void whatBrokeOffOrGoesOnIsNotWhole() throws IOException {
    byte[] written = written(random(70_000));
    for (int length : new int[] {0, 3, 100, 70_003, written.length - 1}) {
      assertThatExceptionOfType(IOException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> reading(Arrays.copyOf(written, length)).readAllBytes());
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> reading(Arrays.copyOf(written, written.length + 1)).readAllBytes());
    byte[] long1 = {0, 1, 0, 1};
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> reading(long1).readAllBytes());
  }
}
