package io.sallyport.crypto.opening;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Checks, before any private key is touched, that one of our nodes received or rewrapped exactly
 * this envelope for exactly this record. Without it the vault would be a padding oracle for whoever
 * can write to the database.
 */
@ApplicationScoped
class IngestSignature {
  private final JcaProvider provider;

  /** For the container's proxy. */
  protected IngestSignature() {
    provider = null;
  }

  @Inject
  IngestSignature(JcaProvider provider) {
    this.provider = provider;
  }

  void check(SealedRecord sealed, OpeningKeys keys) throws OpeningFailure {
    NodeStatement statement =
        NodeStatement.read(sealed.ingestSignature()).orElseThrow(IngestSignature::refused);
    ECKey key =
        keys.nodeKey(statement.kind(), statement.kid()).orElseThrow(IngestSignature::refused);
    if (!statement.holds(key, sealed.payload(), sealed.context().ctx(), provider.signatures())) {
      throw refused();
    }
  }

  private static OpeningFailure refused() {
    return new OpeningFailure(Gate.INGEST_SIGNATURE);
  }
}
