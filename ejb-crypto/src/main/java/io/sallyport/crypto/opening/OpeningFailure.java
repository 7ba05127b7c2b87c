package io.sallyport.crypto.opening;

/**
 * Why an envelope was not opened: for the audit trail's outcome class only, never for the caller.
 * It carries no cause, because a parser's message quotes what it parsed.
 */
final class OpeningFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** At which gate the envelope was turned away. */
  enum Gate {
    LOCKED,
    INGEST_SIGNATURE,
    PACKETS,
    OPENPGP,
    INTEGRITY,
    INNER_FORMAT,
    INNER,
    CONTEXT,
    SCHEMA
  }

  private final Gate gate;

  OpeningFailure(Gate gate) {
    super(gate.name(), null, false, false);
    this.gate = gate;
  }

  Gate gate() {
    return gate;
  }
}
