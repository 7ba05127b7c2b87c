package io.sallyport.crypto.opening;

import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.keys.JcaProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;

/**
 * The gates of an opening, in their order: signature of the node, packets, OpenPGP, its integrity,
 * JWE, the context inside, the form. Whatever it decrypts it zeroes.
 */
@ApplicationScoped
class Opener {
  private final IngestSignature ingestSignature;
  private final OuterLayer outerLayer;
  private final InnerLayer innerLayer;

  /** For the container's proxy. */
  protected Opener() {
    ingestSignature = null;
    outerLayer = null;
    innerLayer = null;
  }

  @Inject
  Opener(IngestSignature ingestSignature, OuterLayer outerLayer, InnerLayer innerLayer) {
    this.ingestSignature = ingestSignature;
    this.outerLayer = outerLayer;
    this.innerLayer = innerLayer;
  }

  /** The same without a container. */
  Opener(JcaProvider provider) {
    this(new IngestSignature(provider), new OuterLayer(provider), new InnerLayer(provider));
  }

  AccountInformation open(SealedRecord sealed, OpeningKeys keys) throws OpeningFailure {
    byte[] jwe = openOuter(sealed, keys);
    byte[] plaintext = null;
    try {
      plaintext = innerLayer.open(jwe, sealed.context(), keys);
      return AccountForm.read(plaintext, sealed.context());
    } finally {
      Arrays.fill(jwe, (byte) 0);
      if (plaintext != null) {
        Arrays.fill(plaintext, (byte) 0);
      }
    }
  }

  /** The inner layer, still sealed; the caller zeroes it. */
  byte[] openOuter(SealedRecord sealed, OpeningKeys keys) throws OpeningFailure {
    ingestSignature.check(sealed, keys);
    return outerLayer.open(sealed.payload(), keys);
  }
}
