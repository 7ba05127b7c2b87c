package io.sallyport.contract.connection;

/** What a connection's test tries, in this order. */
public enum Check {
  OPEN("Open the sealed account details"),
  WITHOUT_EXTERNAL_ID("Enter without an External ID: must be refused"),
  RANDOM_EXTERNAL_ID("Enter with a random External ID: must be refused"),
  RIGHT_EXTERNAL_ID("Enter with your External ID: must succeed"),
  ACCOUNT_MATCHES("The role belongs to the account you typed"),
  /** One for each operation that the connection was made for. */
  PERMISSION("The role allows");

  private final String label;

  Check(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
