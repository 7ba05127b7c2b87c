package io.sallyport.crypto.unsealing;

/** How a node gets at its keys, as {@code sallyport.unseal.method} names it. */
enum UnsealMethod {
  /** M of N custodians submit shares of the master key. */
  SHARES("shares"),
  /** AWS KMS unwraps the master key when the node starts. */
  KMS("kms"),
  /** The keys are in a PKCS #11 token and never leave it. */
  PKCS11("pkcs11");

  private final String configured;

  UnsealMethod(String configured) {
    this.configured = configured;
  }

  String configured() {
    return configured;
  }

  boolean needsShares() {
    return this == SHARES;
  }

  static UnsealMethod of(String configured) {
    for (UnsealMethod method : values()) {
      if (method.configured.equals(configured)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "sallyport.unseal.method must be \"shares\", \"kms\" or \"pkcs11\", not \""
            + configured
            + "\"");
  }
}
