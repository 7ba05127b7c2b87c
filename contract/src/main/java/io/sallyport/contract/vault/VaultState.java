package io.sallyport.contract.vault;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What may be known of a decrypt node's vault from outside. No secrets.
 *
 * @param node its name
 * @param unsealed whether it can open envelopes
 * @param method how it is unsealed: {@code shares}, {@code kms} or {@code pkcs11}
 * @param set the set of shares it needs, or null when it needs none
 * @param threshold how many of them, 0 when it needs none
 * @param submitted the indexes of those that are there, in order
 * @param keys names of the keys that are open: thumbprints and OpenPGP key IDs
 * @param manifestVersion the manifest it goes by; 0 when it has none
 * @param since when it was unsealed last; null while it is sealed
 * @param provider which JCA provider works with the keys, with its version and FIPS state
 */
public record VaultState(
    String node,
    boolean unsealed,
    String method,
    String set,
    int threshold,
    List<Integer> submitted,
    Set<String> keys,
    long manifestVersion,
    Instant since,
    String provider) {
  public VaultState {
    submitted = List.copyOf(submitted);
    keys = Set.copyOf(keys);
  }
}
