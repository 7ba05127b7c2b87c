package io.sallyport.tests.container;

import java.util.List;

/** Everybody there is, as Jakarta Security names them. */
public final class Roles {
  public static final String TENANT_ADMIN = "tenant-admin";
  public static final String TENANT_USER = "tenant-user";
  public static final String TENANT_AUDITOR = "tenant-auditor";
  public static final String DECRYPT_NODE = "decrypt-node";

  /** Not a role: nobody has signed in. */
  public static final String ANONYMOUS = "anonymous";

  /** Each role that a node binds, in a node's order. */
  public static final List<String> ALL =
      List.of(
          TENANT_ADMIN,
          TENANT_USER,
          TENANT_AUDITOR,
          "support",
          "operator",
          "key-custodian",
          "security-officer",
          "auditor",
          "web-node",
          DECRYPT_NODE,
          "onprem-node");

  private Roles() {}
}
