package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

class MachineCredentialsTest {
  private RunningSandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<String> fetch(String machine, String token) {
    URI endpoint = sandbox.url().resolve("/sandbox/machine-credentials/" + machine);
    return sandbox.send(HttpRequest.newBuilder(endpoint).header("Authorization", token).build());
  }

  @Test
  void theSdksContainerProviderGetsKeysOfTheMachinesRole() {
    SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
    HttpsURLConnection.setDefaultSSLSocketFactory(
        TestCertificate.get().context().getSocketFactory());
    System.setProperty(
        "aws.containerCredentialsFullUri",
        sandbox.url().resolve("/sandbox/machine-credentials/node-1").toString());
    System.setProperty("aws.containerAuthorizationToken", RunningSandbox.MACHINE_TOKEN);
    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.create()) {
      AwsCredentials credentials = provider.resolveCredentials();
      assertThat(sandbox.sts(credentials).getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::" + VENDOR + ":assumed-role/node/node-1");
      assertThat(sandbox.ec2(credentials).describeRegions().regions()).isNotEmpty();
    } finally {
      System.clearProperty("aws.containerCredentialsFullUri");
      System.clearProperty("aws.containerAuthorizationToken");
      HttpsURLConnection.setDefaultSSLSocketFactory(before);
    }
  }

  @Test
  void eachAnswerIsAFreshSessionOfOneHour() {
    JsonNode first = RunningSandbox.json(fetch("node-1", RunningSandbox.MACHINE_TOKEN).body());
    JsonNode second = RunningSandbox.json(fetch("node-1", RunningSandbox.MACHINE_TOKEN).body());
    assertThat(first.get("AccessKeyId").asText())
        .startsWith("ASIA")
        .isNotEqualTo(second.get("AccessKeyId").asText());
    assertThat(first.get("RoleArn").asText()).isEqualTo(RunningSandbox.roleArn(VENDOR, "node"));
    assertThat(Instant.parse(first.get("Expiration").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(59)), Instant.now().plus(Duration.ofMinutes(61)));
  }

  @Test
  void aWrongTokenAndAnUnknownMachineAreAnsweredAlike() {
    HttpResponse<String> wrong = fetch("node-1", "wrong");
    HttpResponse<String> unknown = fetch("node-2", RunningSandbox.MACHINE_TOKEN);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).isEqualTo(unknown.body());
  }

  @Test
  void aMachineInASuspendedAccountGetsNothing() {
    sandbox.control(
        "POST", "/sandbox/accounts/" + VENDOR + "/status", "{\"status\":\"SUSPENDED\"}");
    assertThat(fetch("node-1", RunningSandbox.MACHINE_TOKEN).statusCode()).isEqualTo(403);
  }
}
