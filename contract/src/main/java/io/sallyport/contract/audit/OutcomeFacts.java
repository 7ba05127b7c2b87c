package io.sallyport.contract.audit;

/**
 * Takes facts that are found out only while something is done. They stand in its outcome, however
 * it ends. For one act, on one thread.
 */
public final class OutcomeFacts {
  private AuditEntry entry;
  private String outcome = "ok";

  OutcomeFacts(AuditEntry entry) {
    this.entry = entry;
  }

  /** Adds one; the same rules hold as for {@link AuditEntry}. */
  public void add(String name, Object value) {
    entry = entry.with(name, value);
  }

  /** Says that it ended otherwise than well, although it came to its end: a stable code. */
  public void endsAs(String code) {
    outcome = code;
  }

  String outcome() {
    return outcome;
  }

  AuditEntry entry() {
    return entry;
  }
}
