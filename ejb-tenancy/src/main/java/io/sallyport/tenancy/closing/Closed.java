package io.sallyport.tenancy.closing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was deleted.
 *
 * @param tenant the company
 * @param company its name
 * @param at when
 * @param envelopes each sealed record that was shredded
 */
public record Closed(UUID tenant, String company, Instant at, List<Shredded> envelopes) {
  /**
   * A sealed record that is gone, and with it the only copy of the key that opened it.
   *
   * @param hash SHA-256 of the payload, hexadecimal, as the trail names it
   * @param innerKid the browser key it was sealed for
   * @param outerKid the OpenPGP key it was sealed for
   */
  public record Shredded(
      UUID connection, int version, String hash, String innerKid, String outerKid) {}
}
