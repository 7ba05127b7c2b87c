package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The vault's parts in the vault's order, without its container; the audit trail is not among them.
 */
final class Opening {
  static final JcaProvider JVM = new JcaProvider(Optional.empty());

  final WatchedKeys keys;
  final IngestSignature ingestSignature;
  final OuterLayer outerLayer;
  final InnerLayer innerLayer;

  Opening(Site site) {
    keys = new WatchedKeys(site);
    ingestSignature = new IngestSignature(keys, JVM);
    outerLayer = new OuterLayer(keys, JVM);
    innerLayer = new InnerLayer(keys, JVM);
  }

  AccountInformation open(SealedRecord sealed) throws OpeningFailure {
    ingestSignature.check(sealed);
    byte[] jwe = outerLayer.open(sealed.payload());
    return AccountForm.read(innerLayer.open(jwe, sealed.context()), sealed.context());
  }

  /** At which gate something is turned away; nothing but an opening failure counts. */
  static Gate gateOf(ThrowingCallable attempt) {
    Throwable thrown = catchThrowable(attempt);
    assertThat(thrown).isExactlyInstanceOf(OpeningFailure.class).hasNoCause();
    return ((OpeningFailure) thrown).gate();
  }
}
