package io.sallyport.contract.vault;

/** For whoever depends on this node's being unsealed, or keeps what could be had only by that. */
public interface SealSignal {
  /** Whether this node is unsealed. */
  boolean isOpen();

  /** Runs {@code forget} whenever this node is sealed, before sealing returns. */
  void whenSealed(Runnable forget);
}
