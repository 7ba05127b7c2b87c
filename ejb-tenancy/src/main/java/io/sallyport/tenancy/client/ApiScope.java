package io.sallyport.tenancy.client;

import io.sallyport.tenancy.company.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** What a program may be allowed to do. Codes are stable: they stand in tokens. */
public enum ApiScope {
  CONNECTIONS_READ("connections:read", "See connections", Role.AUDITOR),
  CONNECTIONS_TEST("connections:test", "Test connections", Role.USER),
  REQUESTS_SEND("requests:send", "Send requests to AWS", Role.USER),
  /** Besides the one to send them at all. */
  REQUESTS_WRITE("requests:write", "Send requests that change something", Role.USER),
  ACTIVITY_READ("activity:read", "Read the audit trail", Role.AUDITOR);

  private final String code;
  private final String label;
  private final Role role;

  ApiScope(String code, String label, Role role) {
    this.code = code;
    this.label = label;
    this.role = role;
  }

  /** As it stands in a token. */
  public String code() {
    return code;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** The scope of that code; empty for what is none. */
  public static Optional<ApiScope> of(String code) {
    return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
  }

  /** The least role of a person that may do all of these. */
  public static Role roleFor(Collection<ApiScope> scopes) {
    return scopes.stream().anyMatch(scope -> scope.role == Role.USER) ? Role.USER : Role.AUDITOR;
  }
}
