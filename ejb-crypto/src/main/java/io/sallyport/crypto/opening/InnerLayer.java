package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.envelope.v1.InnerEnvelope;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PrivateKey;
import java.text.ParseException;

/** Opens the JWE layer: this is the layer that carries the FIPS claim. */
@ApplicationScoped
class InnerLayer {
  private final JcaProvider provider;

  /** For the container's proxy. */
  protected InnerLayer() {
    provider = null;
  }

  @Inject
  InnerLayer(JcaProvider provider) {
    this.provider = provider;
  }

  /**
   * Opens a JWE that is bound to {@code context}.
   *
   * @return the padded plaintext; the caller zeroes it
   */
  byte[] open(byte[] jwe, SealingContext context, OpeningKeys keys) throws OpeningFailure {
    InnerEnvelope envelope;
    try {
      envelope = InnerEnvelope.parse(jwe);
    } catch (FormatException e) {
      throw new OpeningFailure(Gate.INNER_FORMAT);
    }
    if (!envelope.ctx().equals(context.ctx())) {
      throw new OpeningFailure(Gate.CONTEXT);
    }
    PrivateKey key =
        keys.browserKey(envelope.kid()).orElseThrow(() -> new OpeningFailure(Gate.INNER));
    try {
      return new AgreedDecrypter(key, keys.providers().ec(), provider)
          .decrypt(
              envelope.header(),
              envelope.encryptedKey(),
              envelope.iv(),
              envelope.ciphertext(),
              envelope.tag(),
              envelope.additionalData());
    } catch (JOSEException | ParseException | RuntimeException e) {
      throw new OpeningFailure(Gate.INNER);
    } catch (Error e) {
      if (UnapprovedOperation.is(e)) {
        throw new OpeningFailure(Gate.INNER);
      }
      throw e;
    }
  }
}
