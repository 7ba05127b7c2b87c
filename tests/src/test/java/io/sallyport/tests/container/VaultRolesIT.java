package io.sallyport.tests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.connection.ConnectionRecords;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.vault.AccountVault;
import io.sallyport.contract.vault.OpeningBudget;
import io.sallyport.contract.vault.RewrapRecords;
import io.sallyport.contract.vault.ToolSessions;
import io.sallyport.contract.vault.VaultDoor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every role against every method of the vault and of the records that feed it, on a decrypt node.
 * Each call is made inside the container by {@link RoleTrial}; only what came of it leaves.
 */
@Tag("in-liberty")
@ExtendWith(ArquillianExtension.class)
class VaultRolesIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @ArquillianResource private URL node;

  @Deployment(testable = false)
  @TargetsContainer(Nodes.DECRYPT)
  static EnterpriseArchive ear() {
    return Ears.around(RoleTrial.class);
  }

  static Stream<Named<Method>> everyMethod() {
    return Stream.of(
            AccountVault.class,
            ConnectionRecords.class,
            OpeningBudget.class,
            RewrapRecords.class,
            ToolSessions.class,
            VaultDoor.class)
        .flatMap(type -> Stream.of(type.getMethods()))
        .map(
            method ->
                Named.of(
                    method.getDeclaringClass().getSimpleName() + "." + method.getName(), method));
  }

  static Stream<String> everybody() {
    return Stream.concat(Stream.of(Roles.ANONYMOUS), Roles.ALL.stream());
  }

  static Stream<Arguments> everyMethodAndEveryoneWhoMayNot() {
    return everyMethod()
        .flatMap(
            method ->
                everybody()
                    .filter(role -> !whoMay(method.getPayload()).contains(role))
                    .map(role -> Arguments.of(role, method)));
  }

  /**
   * All but counting a failure, which the database takes for a record that exists: VaultIT does.
   */
  static Stream<Arguments> everyMethodAndEveryoneWhoMay() {
    return everyMethod()
        .filter(method -> !method.getPayload().getName().equals("countFailure"))
        .flatMap(
            method -> whoMay(method.getPayload()).stream().map(role -> Arguments.of(role, method)));
  }

  /** Opening is for decrypt nodes alone; the door is for custodians, and a little for web nodes. */
  private static Set<String> whoMay(Method method) {
    if (method.getDeclaringClass() != VaultDoor.class) {
      return Set.of(Roles.DECRYPT_NODE);
    }
    return switch (method.getName()) {
      case "submit" -> Set.of("key-custodian");
      case "state", "abort", "seal" -> Set.of("key-custodian", "web-node");
      default -> Set.of(Roles.DECRYPT_NODE);
    };
  }

  @ParameterizedTest(name = "{0} may not call {1}")
  @MethodSource("everyMethodAndEveryoneWhoMayNot")
  void nobodyElseGetsPastTheRoleCheck(String role, Method method) throws Exception {
    assertThat(trial(role, method)).isEqualTo(RoleTrial.REFUSED);
  }

  @ParameterizedTest(name = "{0} may call {1}")
  @MethodSource("everyMethodAndEveryoneWhoMay")
  void whoMayGetsPastTheRoleCheckAndIsAnsweredByTheBean(String role, Method method)
      throws Exception {
    assertThat(trial(role, method))
        .satisfiesAnyOf(
            answer -> assertThat(answer).isEqualTo(RoleTrial.DONE),
            answer -> assertThat(answer).startsWith("SP-"));
  }

  /** The node of this test was never unsealed. */
  @Test
  void aSealedVaultOpensNothingWhoeverAsks() throws Exception {
    Method open = AccountVault.class.getMethods()[0];
    assertThat(trial(Roles.DECRYPT_NODE, open))
        .isEqualTo(new ProblemException(ErrorCode.VAULT_SEALED).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everybody")
  void whoeverCallsHereHoldsExactlyTheRoleTheyAreNamedFor(String role) throws Exception {
    assertThat(get("?role=" + role)).isEqualTo(role.equals(Roles.ANONYMOUS) ? "" : role);
  }

  @Test
  void everyRoleThatANodeBindsIsTriedHere() throws Exception {
    for (String kind : List.of(Nodes.WEB, Nodes.DECRYPT)) {
      assertThat(Nodes.boundRoles(kind)).as(kind).isEqualTo(Roles.ALL);
    }
  }

  private String trial(String role, Method method) throws IOException, InterruptedException {
    return get(
        "?role="
            + role
            + "&type="
            + method.getDeclaringClass().getName()
            + "&method="
            + URLEncoder.encode(method.toString(), StandardCharsets.UTF_8));
  }

  private String get(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(node + "trial" + query)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
