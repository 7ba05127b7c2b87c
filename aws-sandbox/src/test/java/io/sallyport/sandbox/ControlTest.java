package io.sallyport.sandbox;

import static io.sallyport.sandbox.Refusals.refused;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

class ControlTest {
  private RunningSandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private void order(String service, String operation, String kind, int count) {
    sandbox.control(
        "POST",
        "/sandbox/faults",
        String.format(
            "{\"service\":\"%s\",\"operation\":\"%s\",\"account\":\"%s\",\"kind\":\"%s\","
                + "\"count\":%d}",
            service, operation, CUSTOMER, kind, count));
  }

  @Test
  void theSdkGetsThroughAFewThrottledCallsByItself() {
    order("ec2", "DescribeInstances", "throttle", 2);
    assertThat(sandbox.ec2(CUSTOMER_ADMIN).describeInstances().reservations()).isNotEmpty();
    assertThat(errorCodes("DescribeInstances"))
        .containsExactly("RequestLimitExceeded", "RequestLimitExceeded", "");
  }

  @Test
  void lastingThrottlingReachesTheCallerInTheServicesWords() {
    order("sts", "GetCallerIdentity", "throttle", 50);
    refused("Throttling", 400, () -> sandbox.sts(CUSTOMER_ADMIN).getCallerIdentity());
    assertThat(sandbox.sts(VENDOR_ADMIN).getCallerIdentity().account()).isEqualTo(VENDOR);
    order("ec2", "DescribeRegions", "throttle", 50);
    refused("RequestLimitExceeded", 503, () -> sandbox.ec2(CUSTOMER_ADMIN).describeRegions());
    order("iam", "ListRoles", "error", 50);
    refused("ServiceFailure", 500, () -> sandbox.iam(CUSTOMER_ADMIN).listRoles());
  }

  @Test
  void aFaultStrikesInItsRegionOnlyAndMayBeOfTheClock() {
    sandbox.control(
        "POST",
        "/sandbox/faults",
        "{\"service\":\"ec2\",\"operation\":\"*\",\"region\":\"us-east-1\",\"kind\":\"clock\",\"count\":1}");
    assertThat(sandbox.ec2(CUSTOMER_ADMIN).describeInstances().reservations()).isNotEmpty();
    assertThat(errorCodes("DescribeInstances")).containsExactly("");
    sandbox.control(
        "POST",
        "/sandbox/faults",
        "{\"service\":\"ec2\",\"operation\":\"*\",\"region\":\"eu-central-1\",\"kind\":\"clock\",\"count\":1}");
    assertThat(sandbox.ec2(CUSTOMER_ADMIN).describeRegions().regions()).isNotEmpty();
    assertThat(errorCodes("DescribeRegions")).containsExactly("RequestExpired", "");
  }

  @Test
  void aFaultInTheTargetAccountStrikesAssumeRole() {
    String role = sandbox.customerRole(Policies.trust(VENDOR));
    order("sts", "AssumeRole", "error", 1);
    AssumeRoleRequest request =
        AssumeRoleRequest.builder().roleArn(role).roleSessionName("again").build();
    assertThat(sandbox.sts(VENDOR_ADMIN).assumeRole(request).credentials()).isNotNull();
    assertThat(errorCodes("AssumeRole")).contains("");
  }

  private List<String> errorCodes(String name) {
    JsonNode events =
        sandbox.control("GET", "/sandbox/events?account=" + CUSTOMER, "").get("events");
    return StreamSupport.stream(events.spliterator(), false)
        .filter(event -> event.get("eventName").asText().equals(name))
        .map(event -> event.path("errorCode").asText())
        .toList();
  }

  @Test
  void theTrailTellsWhoDidWhatWithoutSecrets() {
    String role =
        sandbox.customerRole(
            Policies.trust(
                VENDOR,
                "['sts:AssumeRole','sts:SetSourceIdentity']",
                "{'StringEquals':{'sts:ExternalId':'very-secret-id'}}"));
    AwsCredentials session =
        sandbox.assume(
            VENDOR_ADMIN,
            AssumeRoleRequest.builder()
                .roleArn(role)
                .roleSessionName("visit-1")
                .sourceIdentity("alice")
                .externalId("very-secret-id")
                .build());
    refused("UnauthorizedOperation", 403, () -> sandbox.ec2(session).describeInstances());

    JsonNode events =
        sandbox.control("GET", "/sandbox/events?account=" + CUSTOMER, "").get("events");
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.get("eventSource").asText()).isEqualTo("ec2.amazonaws.com");
    assertThat(last.get("eventName").asText()).isEqualTo("DescribeInstances");
    assertThat(last.get("errorCode").asText()).isEqualTo("UnauthorizedOperation");
    assertThat(last.get("principalArn").asText()).endsWith("/visit-1");
    assertThat(last.get("sessionName").asText()).isEqualTo("visit-1");
    assertThat(last.get("sourceIdentity").asText()).isEqualTo("alice");
    assertThat(last.get("region").asText()).isEqualTo("eu-central-1");
    assertThat(last.get("account").asText()).isEqualTo(CUSTOMER);
    assertThat(last.get("requestId").asText()).isNotBlank();
    JsonNode assumed = events.get(events.size() - 2);
    assertThat(assumed.get("eventName").asText()).isEqualTo("AssumeRole");
    assertThat(assumed.get("account").asText()).isEqualTo(VENDOR);
    assertThat(assumed.get("requestParameters").get("externalId").asText()).startsWith("HIDDEN");
    String all = sandbox.control("GET", "/sandbox/events", "").toString();
    assertThat(all.replace("\\", ""))
        .doesNotContain(session.secretAccessKey())
        .doesNotContain(VENDOR_ADMIN.secretAccessKey());
  }

  @Test
  void accountsAreMadeSuspendedAndOpenedAgain() {
    JsonNode made =
        sandbox.control("POST", "/sandbox/accounts", "{\"id\":\"444444444444\",\"name\":\"New\"}");
    AwsCredentials admin =
        AwsBasicCredentials.create(
            made.get("accessKeyId").asText(), made.get("secretAccessKey").asText());
    sandbox
        .iam(admin)
        .createRole(r -> r.roleName("door").assumeRolePolicyDocument(Policies.trust(VENDOR)));
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(RunningSandbox.roleArn("444444444444", "door"))
            .roleSessionName("visit")
            .build();
    AwsCredentials session = sandbox.assume(VENDOR_ADMIN, request);

    String status = "/sandbox/accounts/444444444444/status";
    sandbox.control("POST", status, "{\"status\":\"SUSPENDED\"}");
    refused("InvalidClientTokenId", 403, () -> sandbox.iam(admin).listRoles());
    refused("InvalidClientTokenId", 403, () -> sandbox.sts(session).getCallerIdentity());
    refused("AccessDenied", 403, () -> sandbox.assume(VENDOR_ADMIN, request));
    sandbox.control("POST", status, "{\"status\":\"ACTIVE\"}");
    assertThat(sandbox.sts(session).getCallerIdentity().account()).isEqualTo("444444444444");

    assertThatThrownBy(
            () ->
                sandbox.control(
                    "POST", "/sandbox/accounts", "{\"id\":\"444444444444\",\"name\":\"Twice\"}"))
        .hasMessageContaining("409");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic Y29udHJvbA=="})
  void withoutTheControlTokenNothingIsTold(String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.url().resolve("/sandbox/events"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    assertThat(sandbox.send(request.build()).statusCode()).isEqualTo(401);
  }

  @Test
  void badControlBodiesAreRefusedByTheNameOfTheField() {
    assertThatThrownBy(() -> sandbox.control("POST", "/sandbox/faults", "{\"service\":\"sqs\"}"))
        .hasMessageContaining("400")
        .hasMessageContaining("body.service");
    assertThatThrownBy(() -> sandbox.control("POST", "/sandbox/accounts", "{\"id\":"))
        .hasMessageContaining("not JSON");
    assertThatThrownBy(() -> sandbox.control("GET", "/sandbox/unknown", ""))
        .hasMessageContaining("404");
  }
}
