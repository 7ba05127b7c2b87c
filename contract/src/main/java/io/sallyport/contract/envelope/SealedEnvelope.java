package io.sallyport.contract.envelope;

/**
 * An envelope ready to be stored.
 *
 * @param innerKid thumbprint of the browser's recipient key
 * @param outerKid OpenPGP key id, 16 hexadecimal digits
 * @param payload binary OpenPGP message
 * @param hash SHA-256 of {@code payload}
 * @param ingestSignature compact JWS over hash, context and time
 */
public record SealedEnvelope(
    String innerKid, String outerKid, byte[] payload, byte[] hash, String ingestSignature) {
  @Override
  public String toString() {
    return "SealedEnvelope[" + innerKid + "]";
  }
}
