package io.sallyport.contract.connection;

/** How far a connection may be used. */
public enum ConnectionState {
  /** Sealed and stored, never tested. Not used. */
  UNTESTED("Not tested yet"),
  /** All checks passed. The only state in which requests are forwarded. */
  VERIFIED("Verified"),
  /** The role let us in without our External ID, or with a random one. Not used. */
  UNSAFE("Unsafe: accepts any External ID"),
  /** The last test did not get in. Not used. */
  BROKEN("Test failed");

  private final String label;

  ConnectionState(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
