package io.sallyport.contract.vault;

/** For whoever keeps what could be had only because this node is unsealed. */
public interface SealSignal {
  /** Runs {@code forget} whenever this node is sealed, before sealing returns. */
  void whenSealed(Runnable forget);
}
