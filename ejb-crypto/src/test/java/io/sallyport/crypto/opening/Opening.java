package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The vault's parts in the vault's order, without its container; the audit trail is not among them.
 */
final class Opening {
  static final JcaProvider JVM = new JcaProvider(Optional.empty());

  final WatchedKeys keys;

  Opening(Site site) {
    this(site, site.manifest(), Purpose.REQUEST);
  }

  Opening(Site site, Manifest manifest, Purpose purpose) {
    keys = new WatchedKeys(site, manifest, purpose);
  }

  AccountInformation open(SealedRecord sealed) throws OpeningFailure {
    return new Opener(JVM).open(sealed, keys);
  }

  byte[] openOuter(byte[] message) throws OpeningFailure {
    return new OuterLayer(JVM).open(message, keys);
  }

  byte[] openInner(byte[] jwe, SealingContext context) throws OpeningFailure {
    return new InnerLayer(JVM).open(jwe, context, keys);
  }

  /** At which gate something is turned away; nothing but an opening failure counts. */
  static Gate gateOf(ThrowingCallable attempt) {
    Throwable thrown = catchThrowable(attempt);
    assertThat(thrown).isExactlyInstanceOf(OpeningFailure.class).hasNoCause();
    return ((OpeningFailure) thrown).gate();
  }
}
