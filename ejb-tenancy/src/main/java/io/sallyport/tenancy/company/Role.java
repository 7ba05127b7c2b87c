package io.sallyport.tenancy.company;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people may do, customers' and the vendor's own, as Jakarta Security and the database name
 * them.
 */
public enum Role {
  ADMIN(Role.TENANT_ADMIN),
  USER(Role.TENANT_USER),
  AUDITOR(Role.TENANT_AUDITOR),
  CUSTODIAN(Role.KEY_CUSTODIAN),
  SUPPORT(Role.VENDOR_SUPPORT),
  OPERATOR(Role.VENDOR_OPERATOR),
  OFFICER(Role.SECURITY_OFFICER),
  VENDOR_AUDIT(Role.VENDOR_AUDITOR);

  public static final String TENANT_ADMIN = "tenant-admin";
  public static final String TENANT_USER = "tenant-user";
  public static final String TENANT_AUDITOR = "tenant-auditor";

  public static final String KEY_CUSTODIAN = "key-custodian";
  public static final String VENDOR_SUPPORT = "support";
  public static final String VENDOR_OPERATOR = "operator";
  public static final String SECURITY_OFFICER = "security-officer";
  public static final String VENDOR_AUDITOR = "auditor";

  /** What a customer's people may be; each is one of these. */
  public static final Set<Role> CUSTOMERS = Set.of(ADMIN, USER, AUDITOR);

  private final String roleName;

  Role(String roleName) {
    this.roleName = roleName;
  }

  public String roleName() {
    return roleName;
  }

  /** For people, e.g. {@code Administrator}. */
  public String label() {
    return switch (this) {
      case ADMIN -> "Administrator";
      case USER -> "User";
      case AUDITOR -> "Auditor";
      case CUSTODIAN -> "Key custodian";
      case SUPPORT -> "Support";
      case OPERATOR -> "Operator";
      case OFFICER -> "Security officer";
      case VENDOR_AUDIT -> "Vendor's auditor";
    };
  }

  /** Names, as the database and the container have them. */
  public static Set<String> names(Set<Role> roles) {
    return roles.stream().map(Role::roleName).collect(Collectors.toUnmodifiableSet());
  }

  /** Roles, from the database's array. */
  static Set<Role> all(String[] names) {
    return Stream.of(names).map(Role::of).collect(Collectors.toUnmodifiableSet());
  }

  /** The database's array, in a fixed order. */
  static String[] array(Set<Role> roles) {
    return roles.stream().sorted().map(Role::roleName).toArray(String[]::new);
  }

  /**
   * The role of that name.
   *
   * @throws IllegalArgumentException for any other
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
