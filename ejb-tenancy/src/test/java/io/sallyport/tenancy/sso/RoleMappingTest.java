package io.sallyport.tenancy.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.company.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What claims make of people. */
class RoleMappingTest {
  private static final Map<String, Role> VALUES =
      Map.of("admins", Role.ADMIN, "users", Role.USER, "audit", Role.AUDITOR);
  private static final RoleMapping STRICT = new RoleMapping(VALUES, Optional.empty());

  @Test
  void ofSeveralRolesTheOneThatMayDoMostCounts() {
    assertThat(STRICT.roleOf(List.of("audit", "users", "admins"))).contains(Role.ADMIN);
    assertThat(STRICT.roleOf(List.of("audit", "users"))).contains(Role.USER);
    assertThat(STRICT.roleOf(List.of("x", "audit"))).contains(Role.AUDITOR);
  }

  @Test
  void whoeverHasNoneOfTheValuesIsRefusedUnlessThereIsADefault() {
    assertThat(STRICT.roleOf(List.of("Admins", "admins ", "/admins"))).isEmpty();
    assertThat(STRICT.roleOf(List.of())).isEmpty();
    RoleMapping open = new RoleMapping(VALUES, Optional.of(Role.AUDITOR));
    assertThat(open.roleOf(List.of())).contains(Role.AUDITOR);
    assertThat(open.roleOf(List.of("users"))).contains(Role.USER);
  }

  @Test
  void nobodyIsAnAdministratorByDefaultOrOneOfTheVendorsPeople() {
    assertRefused("https://a.example", new RoleMapping(VALUES, Optional.of(Role.ADMIN)));
    assertRefused(
        "https://a.example", new RoleMapping(Map.of("x", Role.CUSTODIAN), Optional.empty()));
  }

  @Test
  void anIssuerIsAPlainHttpsUrl() {
    for (String wrong :
        new String[] {
          "http://a.example",
          "https:///x",
          "https://u@a.example",
          "https://a.example?x",
          "https://a.example#x",
          "ftp://a.example",
          "a.example",
          "",
          "file:///etc/passwd"
        }) {
      assertRefused(wrong, STRICT);
    }
  }

  private static void assertRefused(String issuer, RoleMapping mapping) {
    assertThatThrownBy(
            () ->
                new SsoSettings(URI.create(issuer), "client", Optional.empty(), "groups", mapping))
        .as(issuer)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("SP-SSO-INVALID");
  }
}
