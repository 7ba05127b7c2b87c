package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.JVM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.sealing.Sealer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was decrypted is zeroed when an opening ends, however it ends. */
class WipingTest {
  private final Site site = new Site();
  private final List<byte[]> decrypted = new ArrayList<>();

  private final class WatchedOuterLayer extends OuterLayer {
    WatchedOuterLayer() {
      super(JVM);
    }

    @Override
    byte[] open(byte[] message, OpeningKeys keys) throws OpeningFailure {
      return watched(super.open(message, keys));
    }
  }

  private final class WatchedInnerLayer extends InnerLayer {
    WatchedInnerLayer() {
      super(JVM);
    }

    @Override
    byte[] open(byte[] jwe, SealingContext context, OpeningKeys keys) throws OpeningFailure {
      return watched(super.open(jwe, context, keys));
    }
  }

  private byte[] watched(byte[] bytes) {
    assertThat(isZero(bytes)).isFalse();
    decrypted.add(bytes);
    return bytes;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private void open(String jwe, SealingContext context) throws OpeningFailure {
    SealedEnvelope envelope =
        new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), JVM)
            .seal(jwe, context, Site.kid(site.recipient));
    SealedRecord sealed = new SealedRecord(context, envelope.payload(), envelope.ingestSignature());
    new Opener(new IngestSignature(JVM), new WatchedOuterLayer(), new WatchedInnerLayer())
        .open(sealed, new Opening(site).keys);
  }

  @Test
  void afterAnEnvelopeWasOpenedBothLayersAreGone() throws Exception {
    SealingContext context = Browser.newContext();
    open(Browser.seal(site.recipient, context), context);
    assertThat(decrypted).hasSize(2).allMatch(WipingTest::isZero);
  }

  @Test
  void afterAPlaintextWasRefusedBothLayersAreGone() {
    SealingContext context = Browser.newContext();
    byte[] noForm = new byte[1024];
    noForm[0] = 'x';
    assertThatThrownBy(() -> open(Browser.seal(site.recipient, context, noForm), context))
        .isInstanceOf(OpeningFailure.class);
    assertThat(decrypted).hasSize(2).allMatch(WipingTest::isZero);
  }
}
