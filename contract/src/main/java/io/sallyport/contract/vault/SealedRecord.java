package io.sallyport.contract.vault;

import io.sallyport.contract.envelope.SealingContext;
import java.util.Objects;

/**
 * A sealed envelope with everything a decrypt node checks it against, all from Sallyport's own
 * records.
 *
 * @param context what the envelope must be bound to, recomputed from the record
 * @param payload the OpenPGP message; opaque
 * @param ingestSignature compact JWS of the web node that received it
 */
public record SealedRecord(SealingContext context, byte[] payload, String ingestSignature) {
  public SealedRecord {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(ingestSignature, "ingestSignature");
  }

  @Override
  public String toString() {
    return "SealedRecord[" + context.record() + " v" + context.version() + "]";
  }
}
