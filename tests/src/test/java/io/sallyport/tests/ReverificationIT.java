package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.sallyport.demo.DemoFacts.SampleAccount;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** Connections are tested again by themselves. */
@ExtendWith(Site.class)
class ReverificationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** The customer's own administrator at AWS. */
  private static IamClient iam(RunningDemo demo) {
    SampleAccount sample = demo.facts().sampleAccount();
    TrustManagerFactory trusted = SandboxControl.trustManagers(demo);
    return IamClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(demo.facts().sandbox().endpoint()))
        .httpClient(
            UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(trusted::getTrustManagers)
                .build())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(sample.accessKeyId(), sample.secretAccessKey())))
        .build();
  }

  private static String due(String connection) {
    return "update sallyport.connection set next_test_at = now() where id = '%s'"
        .formatted(connection);
  }

  private static String state(Api api, String connection) {
    return api.get("connections/" + connection).expect(200).json().get("state").getAsString();
  }

  private static void awaitState(Api api, String connection, String expected) throws Exception {
    Waiting.until(() -> state(api, connection).equals(expected), PATIENCE);
  }

  @Test
  void whatIsSealedDuringATestIsNotCalledSoundByIt(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    String path = "connections/" + customer.connection();
    Program program = Program.of(demo, customer);
    new SandboxControl(demo).slowDown(customer.account(), 1);
    CompletableFuture<Api.Answer> testing =
        CompletableFuture.supplyAsync(
            () -> program.post(path + "/verifications", Map.of(), "connections:test"));
    Thread.sleep(2_000);
    Assertions.assertThat(testing).isNotDone();
    customer.sealAgain(Customer.details("000000000000"));
    testing.get(60, TimeUnit.SECONDS);
    Assertions.assertThat(state(customer.api(), customer.connection())).isNotEqualTo("VERIFIED");
    customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
        .expectProblem(409, "SP-CONNECTION-NOT-VERIFIED");
  }

  @Test
  void aRoleThatBecameUnsafeIsFoundCutOffAndToldOnEveryPage(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    Api api = customer.api();
    String role = "Changing-" + UUID.randomUUID();
    JsonObject leave = api.leave(null);
    try (IamClient iam = iam(demo)) {
      String template = api.get("role-template").expect(200).body();
      JsonObject properties =
          JsonParser.parseString(template)
              .getAsJsonObject()
              .getAsJsonObject("Resources")
              .getAsJsonObject("SallyportRole")
              .getAsJsonObject("Properties");
      String trust = properties.get("AssumeRolePolicyDocument").toString();
      String permissions =
          properties
              .getAsJsonArray("Policies")
              .get(0)
              .getAsJsonObject()
              .get("PolicyDocument")
              .toString();
      String arn =
          iam.createRole(create -> create.roleName(role).assumeRolePolicyDocument(trust))
              .role()
              .arn();
      iam.putRolePolicy(put -> put.roleName(role).policyName("may").policyDocument(permissions));
      Portal.Account account =
          new Portal.Account(
              demo.facts().sampleAccount().accountId(), arn, List.of(Customer.REGION), "");
      String connection =
          api.store(
                  "Changing",
                  leave,
                  api.seal(account, Customer.context(leave), Customer.key(leave)))
              .expect(201)
              .json()
              .get("connection")
              .getAsString();
      api.post("connections/" + connection + "/verifications", "").expect(200);
      Assertions.assertThat(state(api, connection)).isEqualTo("VERIFIED");
      ask(api, connection).expect(200);

      // A trust policy that lacks what names the person: a new session is refused, and the test
      // says why.
      iam.updateAssumeRolePolicy(
          update ->
              update
                  .roleName(role)
                  .policyDocument(trust.replaceAll(",\\s*\"sts:TagSession\"", "")));
      api.request(connection, "ec2", "DescribeRegions", Customer.REGION, Map.of())
          .expectProblem(409, "SP-AWS-ACCOUNT-UNAVAILABLE");
      Assertions.assertThat(
              api.post("connections/" + connection + "/verifications", "").expect(200).body())
          .contains("SP-CHECK-NOT-NAMED", "\"BROKEN\"");
      iam.updateAssumeRolePolicy(update -> update.roleName(role).policyDocument(trust));
      api.post("connections/" + connection + "/verifications", "").expect(200);
      Assertions.assertThat(state(api, connection)).isEqualTo("VERIFIED");
      ask(api, connection).expect(200);

      iam.updateAssumeRolePolicy(
          update ->
              update
                  .roleName(role)
                  .policyDocument(trust.replaceAll(",?\"Condition\":\\{.*?\\}\\}", "")));
      Administrator.execute(demo, due(connection));
      awaitState(api, connection, "UNSAFE");
      ask(api, connection).expectProblem(409, "SP-CONNECTION-UNSAFE");
      customer.page().navigate("/portal/team");
      assertThat(customer.page().locator("[data-unsound]")).containsText("is cut off");
      browser.picture(customer.page(), "connection-cut-off");
      customer.page().getByText("See what to do").click();
      assertThat(customer.page().locator(".checks")).containsText("SP-CHECK-LET-IN");
      assertThat(customer.page().locator(".facts")).containsText("Last found usable");
      browser.picture(customer.page(), "connection-unsafe");
      customer.page().navigate("/portal/activity");
      assertThat(customer.page().locator("tbody")).containsText("A node by itself");

      iam.updateAssumeRolePolicy(update -> update.roleName(role).policyDocument(trust));
      Administrator.execute(demo, due(connection));
      awaitState(api, connection, "VERIFIED");
      ask(api, connection).expect(200);

      // Wider than agreed: used for what was agreed, and told.
      iam.putRolePolicy(
          put ->
              put.roleName(role)
                  .policyName("may")
                  .policyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                          + "\"Action\":\"*\",\"Resource\":\"*\"}]}"));
      Administrator.execute(demo, due(connection));
      awaitState(api, connection, "DEGRADED");
      customer.page().navigate("/portal/connection?id=" + connection);
      assertThat(customer.page().locator(".checks .failed")).hasCount(1);
      assertThat(customer.page().locator(".checks .failed"))
          .containsText("Beyond what was agreed, the role allows");
      assertThat(customer.page().locator(".checks .failed")).containsText("s3:ListAllMyBuckets");
      browser.picture(customer.page(), "connection-wider");
      ask(api, connection).expect(200);
      String spot =
          customer.seal("Spot wider", account, List.of("see-instances", "run-spot-instances"));
      Assertions.assertThat(
              api.post("connections/" + spot + "/verifications", "").expect(200).body())
          .contains("SP-CHECK-MORE-ALLOWED", "ec2:RunInstances without the template's condition");
      iam.putRolePolicy(put -> put.roleName(role).policyName("may").policyDocument(permissions));
      Administrator.execute(demo, due(connection));
      awaitState(api, connection, "VERIFIED");
      iam.deleteRolePolicy(delete -> delete.roleName(role).policyName("may"));
      iam.deleteRole(delete -> delete.roleName(role));
    }
  }

  @Test
  void aRoleThatIsWatchedIsComparedWithWhatWasAgreed(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.registered(browser);
    Api api = customer.api();
    String role = "Watched-" + UUID.randomUUID();
    List<String> made = List.of("see-instances", "watch-role");
    String script =
        api.get("role-template?form=cli&capability=" + String.join("&capability=", made))
            .expect(200)
            .body()
            .replace("SallyportAccess", role);
    String arn = AwsCli.script(demo, script).strip();
    String connection =
        customer.seal(
            "Watched",
            new Portal.Account(
                demo.facts().sampleAccount().accountId(), arn, List.of(Customer.REGION), ""),
            made);
    try (IamClient iam = iam(demo)) {
      Assertions.assertThat(test(api, connection)).contains("\"VERIFIED\"", "SP-CHECK-AS-AGREED");
      api.request(connection, "iam", "GetRole", Customer.REGION, Map.of("RoleName", role))
          .expect(200);
      api.request(connection, "iam", "GetRole", Customer.REGION, Map.of("RoleName", "Another"))
          .expectProblem(403, "SP-AWS-ACCESS-DENIED");

      // What no probe of ours would meet.
      iam.putRolePolicy(
          put ->
              put.roleName(role)
                  .policyName("added")
                  .policyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                          + "\"Action\":\"iam:ListUsers\",\"Resource\":\"*\"}}"));
      Administrator.execute(demo, due(connection));
      awaitState(api, connection, "DEGRADED");
      customer.page().navigate("/portal/connection?id=" + connection);
      assertThat(customer.page().locator(".checks .failed"))
          .containsText("Other than was agreed, the role allows iam:ListUsers");
      browser.picture(customer.page(), "connection-changed");
      iam.deleteRolePolicy(delete -> delete.roleName(role).policyName("added"));

      // However much it is, it is told, and as much of it as there is room for.
      String actions =
          IntStream.range(0, 300)
              .mapToObj(each -> "\"s3:Something" + each + "\"")
              .collect(Collectors.joining(","));
      for (String name : List.of("one", "two", "three", "four", "five", "six")) {
        iam.putRolePolicy(
            put ->
                put.roleName(role)
                    .policyName(name)
                    .policyDocument(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                            + "\"NotAction\":\"ec2:*\",\"Resource\":\"*\"}"
                            + (name.equals("one")
                                ? ",{\"Effect\":\"Allow\",\"Action\":["
                                    + actions
                                    + "],\"Resource\":\"*\"}"
                                : "")
                            + "]}"));
      }
      Assertions.assertThat(test(api, connection))
          .contains("allows everything but some actions; allows s3:Something0, ", "and 287 more\"");
      for (String name : List.of("one", "two", "three", "four", "five", "six")) {
        iam.deleteRolePolicy(delete -> delete.roleName(role).policyName(name));
      }

      String all = "arn:aws:iam::aws:policy/AdministratorAccess";
      iam.attachRolePolicy(attach -> attach.roleName(role).policyArn(all));
      Assertions.assertThat(test(api, connection))
          .contains("\"DEGRADED\"", "has the policy " + all + " attached", "SP-CHECK-MORE-ALLOWED");
      iam.detachRolePolicy(detach -> detach.roleName(role).policyArn(all));

      String trust =
          URLDecoder.decode(
              iam.getRole(get -> get.roleName(role)).role().assumeRolePolicyDocument(),
              StandardCharsets.UTF_8);
      iam.updateAssumeRolePolicy(
          update ->
              update
                  .roleName(role)
                  .policyDocument(
                      trust.replaceFirst(
                          "\"AWS\":\"([^\"]+)\"",
                          "\"AWS\":[\"$1\",\"arn:aws:iam::"
                              + demo.facts().sampleAccount().accountId()
                              + ":root\"]")));
      Assertions.assertThat(test(api, connection))
          .contains("\"DEGRADED\"", "as a whole; trusts several: ");
      iam.updateAssumeRolePolicy(update -> update.roleName(role).policyDocument(trust));
      Assertions.assertThat(test(api, connection)).contains("\"VERIFIED\"");

      iam.deleteRolePolicy(delete -> delete.roleName(role).policyName("SallyportOperations"));
      Assertions.assertThat(test(api, connection))
          .contains("\"DEGRADED\"", "SP-CHECK-ROLE-UNREADABLE");
      iam.deleteRole(delete -> delete.roleName(role));
    }
  }

  private static String test(Api api, String connection) {
    return api.post("connections/" + connection + "/verifications", "").expect(200).body();
  }

  private static Api.Answer ask(Api api, String connection) {
    return api.request(connection, "sts", "GetCallerIdentity", Customer.REGION, Map.of());
  }

  @Test
  void whileAwsGivesNoAnswerTheStateStaysAndTheNextTestIsSooner(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl aws = new SandboxControl(demo);
    String next =
        "select extract(epoch from next_test_at - now()) from sallyport.connection where id = '%s'"
            .formatted(customer.connection());
    Assertions.assertThat(Double.parseDouble(Administrator.query(demo, next)) / 3600)
        .isBetween(21.5, 26.5);
    aws.throttleEntering(customer.account(), 40);
    Administrator.execute(demo, due(customer.connection()));
    // A quarter of an hour while it is being tested.
    Waiting.until(
        () -> Double.parseDouble(Administrator.query(demo, next)) / 3600 >= 0.5, PATIENCE);
    Assertions.assertThat(Double.parseDouble(Administrator.query(demo, next)) / 3600)
        .isBetween(0.8, 1.2);
    Assertions.assertThat(state(customer.api(), customer.connection())).isEqualTo("VERIFIED");
  }
}
