package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.envelope.v1.IngestClaims;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.Map;

/**
 * Checks, before any private key is touched, that one of our web nodes received exactly this
 * envelope for exactly this record. Without it the vault would be a padding oracle for whoever can
 * write to the database.
 */
@ApplicationScoped
class IngestSignature {
  private final VaultKeys keys;
  private final JcaProvider provider;

  /** For the container's proxy. */
  protected IngestSignature() {
    keys = null;
    provider = null;
  }

  @Inject
  IngestSignature(VaultKeys keys, JcaProvider provider) {
    this.keys = keys;
    this.provider = provider;
  }

  void check(SealedRecord sealed) throws OpeningFailure {
    if (!holds(sealed)) {
      throw new OpeningFailure(Gate.INGEST_SIGNATURE);
    }
  }

  private boolean holds(SealedRecord sealed) {
    try {
      JWSObject statement = JWSObject.parse(sealed.ingestSignature());
      JWSHeader header = statement.getHeader();
      if (!JWSAlgorithm.ES384.equals(header.getAlgorithm())
          || !IngestClaims.TYPE.equals(header.getType())
          || header.getKeyID() == null) {
        return false;
      }
      ECKey key = keys.ingestKey(header.getKeyID()).orElse(null);
      if (key == null) {
        return false;
      }
      ECDSAVerifier verifier = new ECDSAVerifier(key);
      provider.provider().ifPresent(verifier.getJCAContext()::setProvider);
      if (!statement.verify(verifier)) {
        return false;
      }
      Map<String, Object> claims = statement.getPayload().toJSONObject();
      String hash = Base64URL.encode(IngestClaims.hash(sealed.payload())).toString();
      return hash.equals(claims.get(IngestClaims.ENVELOPE))
          && sealed.context().ctx().equals(claims.get(IngestClaims.CONTEXT));
    } catch (ParseException | JOSEException | RuntimeException e) {
      return false;
    }
  }
}
