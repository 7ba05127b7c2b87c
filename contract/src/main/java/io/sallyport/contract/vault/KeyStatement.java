package io.sallyport.contract.vault;

/**
 * What a manifest says of one key.
 *
 * @param id thumbprint or fingerprint
 * @param use {@code browser}, {@code openpgp}, {@code web} or {@code decrypt}
 * @param envelopeKid as envelopes name it: the id, or the OpenPGP key ID in hex
 * @param state the state's stable name
 */
public record KeyStatement(String id, String use, String envelopeKid, String state) {}
