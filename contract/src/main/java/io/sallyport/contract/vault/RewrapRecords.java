package io.sallyport.contract.vault;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.identity.Actor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a decrypt node reads and writes while it rewraps. One node at a time works on a run. */
public interface RewrapRecords {
  /**
   * A sealed record as it is stored now.
   *
   * @param sealed the record
   * @param innerKid which browser key it is sealed for
   * @param hash SHA-256 of its payload, by which it is recognised when it is replaced
   */
  record Stored(SealedRecord sealed, String innerKid, byte[] hash) {}

  /** Takes over a run that no living node works on; empty when there is none. */
  Optional<Rewrap> claim(String node);

  /**
   * Says that this node still works on it.
   *
   * @return whether it may go on: false when the run was paused or another node took it over
   */
  boolean goesOn(UUID run, String node);

  /** The next items after those that were looked at, at most so many, in order. */
  List<Rewrap.Item> next(UUID run, int most);

  /** The record of an item; empty when its owner replaced it meanwhile. */
  Optional<Stored> stored(Actor actor, Rewrap.Item item);

  /**
   * Replaces an envelope, if it still is the one that was opened, and counts it: both or neither.
   *
   * @return whether it was replaced; false when its owner or another node was faster
   */
  boolean replace(
      Actor actor, UUID run, Rewrap.Item item, byte[] expectedHash, SealedEnvelope envelope);

  /** Counts an item as passed by, because its owner replaced it. */
  void pass(UUID run, Rewrap.Item item);

  /** Counts an item as not opened. */
  void fail(UUID run, Rewrap.Item item);

  /** Ends a run that has no items left. */
  Rewrap.Progress end(UUID run);
}
