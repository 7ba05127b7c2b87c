package io.sallyport.contract.node;

/**
 * What a node is for, as {@code sallyport.node.kind} names it. It decides which start checks run;
 * what the node may do is decided by its Liberty configuration, keys and database account.
 */
public enum NodeKind {
  /** Serves the portal and seals. */
  WEB("web"),
  /** Opens, and asks AWS. */
  DECRYPT("decrypt");

  /** The configuration property. */
  public static final String PROPERTY = "sallyport.node.kind";

  private final String configured;

  NodeKind(String configured) {
    this.configured = configured;
  }

  /** The configuration's value. */
  public String configured() {
    return configured;
  }

  /**
   * Reads the configuration's value.
   *
   * @throws IllegalArgumentException naming the values there are
   */
  public static NodeKind of(String configured) {
    for (NodeKind kind : values()) {
      if (kind.configured.equals(configured)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        PROPERTY + " must be \"web\" or \"decrypt\", not \"" + configured + "\"");
  }
}
