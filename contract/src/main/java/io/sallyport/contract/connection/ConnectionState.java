package io.sallyport.contract.connection;

/** How far a connection may be used. */
public enum ConnectionState {
  /** Sealed and stored, never tested. Not used. */
  UNTESTED("Not tested yet"),
  /** All checks passed. */
  VERIFIED("Verified"),
  /**
   * It lets us in as it must, but AWS refuses something that it was made for, or allows more. Used
   * nevertheless.
   */
  DEGRADED("Not as agreed"),
  /**
   * The role let us in without our External ID, or with a random one; or the company's node did
   * what nobody signed for. Not used.
   */
  UNSAFE("Unsafe: not used"),
  /** The last test did not get in. Not used. */
  BROKEN("Test failed");

  private final String label;

  ConnectionState(String label) {
    this.label = label;
  }

  /** Whether requests are forwarded through it. */
  public boolean isUsable() {
    return this == VERIFIED || this == DEGRADED;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
