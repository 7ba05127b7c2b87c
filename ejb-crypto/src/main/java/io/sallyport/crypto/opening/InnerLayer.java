package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.envelope.v1.EnvelopeFormatException;
import io.sallyport.crypto.envelope.v1.InnerEnvelope;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** Opens the JWE layer: this is the layer that carries the FIPS claim. */
@ApplicationScoped
class InnerLayer {
  private final VaultKeys keys;
  private final JcaProvider provider;

  /** For the container's proxy. */
  protected InnerLayer() {
    keys = null;
    provider = null;
  }

  @Inject
  InnerLayer(VaultKeys keys, JcaProvider provider) {
    this.keys = keys;
    this.provider = provider;
  }

  /**
   * Opens a JWE that is bound to {@code context}.
   *
   * @return the padded plaintext; the caller zeroes it
   */
  byte[] open(byte[] jwe, SealingContext context) throws OpeningFailure {
    InnerEnvelope envelope;
    try {
      envelope = InnerEnvelope.parse(new String(jwe, StandardCharsets.ISO_8859_1));
    } catch (EnvelopeFormatException e) {
      throw new OpeningFailure(Gate.INNER_FORMAT);
    }
    if (!envelope.ctx().equals(context.ctx())) {
      throw new OpeningFailure(Gate.CONTEXT);
    }
    ECKey key = keys.recipientKey(envelope.kid()).orElseThrow(() -> new OpeningFailure(Gate.INNER));
    try {
      JWEObject object = JWEObject.parse(envelope.compact());
      ECDHDecrypter decrypter = new ECDHDecrypter(key);
      provider.provider().ifPresent(decrypter.getJCAContext()::setProvider);
      object.decrypt(decrypter);
      return object.getPayload().toBytes();
    } catch (JOSEException | ParseException | RuntimeException e) {
      throw new OpeningFailure(Gate.INNER);
    }
  }
}
