package io.sallyport.tenancy.company;

/**
 * What people may do, customers' and the vendor's own, as Jakarta Security and the database name
 * them.
 */
public enum Role {
  ADMIN(Role.TENANT_ADMIN),
  USER(Role.TENANT_USER),
  AUDITOR(Role.TENANT_AUDITOR),
  CUSTODIAN(Role.KEY_CUSTODIAN);

  public static final String TENANT_ADMIN = "tenant-admin";
  public static final String TENANT_USER = "tenant-user";
  public static final String TENANT_AUDITOR = "tenant-auditor";

  public static final String KEY_CUSTODIAN = "key-custodian";

  private final String roleName;

  Role(String roleName) {
    this.roleName = roleName;
  }

  public String roleName() {
    return roleName;
  }

  /**
   * The role of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Role of(String name) {
    for (Role role : values()) {
      if (role.roleName.equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException("unknown role: " + name);
  }
}
