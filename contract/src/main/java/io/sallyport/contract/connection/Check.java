package io.sallyport.contract.connection;

import io.sallyport.contract.request.Capability;
import java.util.EnumSet;
import java.util.Set;

/** What a connection's test tries, in this order. */
public enum Check {
  OPEN("Open the sealed account details"),
  WITHOUT_EXTERNAL_ID("Enter without an External ID: must be refused"),
  RANDOM_EXTERNAL_ID("Enter with a random External ID: must be refused"),
  RIGHT_EXTERNAL_ID("Enter with your External ID: must succeed"),
  NODE_REACHED("Reach your node, and know it by its certificate"),
  STRANGER_REFUSED("Order without a good signature: must be refused"),
  NODE_ANSWERS("Order as we do: must be answered and signed"),
  TRAIL_CONTINUES("The node's own trail holds what it gave us receipts of"),
  ACCOUNT_MATCHES("The role belongs to the account you typed"),
  NOTHING_MORE("Ask for what was not agreed: must be refused"),
  /** Only of a connection that was made to watch over its role. */
  ROLE_AS_AGREED("The role's own policies are as they were agreed"),
  /** One for each operation that the connection was made for. */
  PERMISSION("The role allows");

  private static final Set<Check> OF_ROLES_ONLY =
      EnumSet.of(
          WITHOUT_EXTERNAL_ID, RANDOM_EXTERNAL_ID, RIGHT_EXTERNAL_ID, NOTHING_MORE, ROLE_AS_AGREED);
  private static final Set<Check> OF_NODES_ONLY =
      EnumSet.of(NODE_REACHED, STRANGER_REFUSED, NODE_ANSWERS, TRAIL_CONTINUES);

  private final String label;

  Check(String label) {
    this.label = label;
  }

  /** Whether it is part of testing a connection of that kind that was made for these. */
  public boolean isOf(ConnectionWay way, Set<Capability> capabilities) {
    if (this == ROLE_AS_AGREED && !capabilities.contains(Capability.WATCH_ROLE)) {
      return false;
    }
    return switch (way) {
      case ROLE -> !OF_NODES_ONLY.contains(this);
      case NODE -> !OF_ROLES_ONLY.contains(this);
    };
  }

  /** For people. */
  public String label() {
    return label;
  }
}
