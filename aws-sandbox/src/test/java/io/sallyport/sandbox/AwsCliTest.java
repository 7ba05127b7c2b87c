package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The real command line against the sandbox; skipped where it is not installed. */
class AwsCliTest {
  @TempDir private Path folder;

  private record Outcome(int code, String text) {}

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "aws")));
  }

  private Outcome aws(RunningSandbox sandbox, AwsCredentials credentials, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("aws", "--endpoint-url", sandbox.url().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("HOME", folder.toString());
    environment.put("AWS_CA_BUNDLE", pem().toString());
    environment.put("AWS_DEFAULT_REGION", "eu-central-1");
    environment.put("AWS_DEFAULT_OUTPUT", "json");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    if (credentials instanceof AwsSessionCredentials session) {
      environment.put("AWS_SESSION_TOKEN", session.sessionToken());
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  private Path pem() throws Exception {
    Path file = folder.resolve("ca.pem");
    return Files.exists(file) ? file : TestCertificate.get().writePem(file);
  }

  @Test
  void aCustomerSetsUpARoleAndTheVendorUsesIt() throws Exception {
    assumeTrue(isInstalled(), "the aws command line is not installed: skipped");
    Path trust = write("trust.json", Policies.trustWithExternalId(VENDOR, "ext-1"));
    Path policy = write("policy.json", Policies.allow("ec2:Describe*"));
    try (RunningSandbox sandbox = RunningSandbox.start()) {
      AwsCredentials customer = RunningSandbox.CUSTOMER_ADMIN;
      Outcome created =
          aws(
              sandbox,
              customer,
              "iam",
              "create-role",
              "--role-name",
              "cli",
              "--assume-role-policy-document",
              "file://" + trust);
      assertThat(created.text()).contains("arn:aws:iam::" + CUSTOMER + ":role/cli");
      assertThat(created.code()).isZero();
      assertThat(
              aws(
                      sandbox,
                      customer,
                      "iam",
                      "put-role-policy",
                      "--role-name",
                      "cli",
                      "--policy-name",
                      "p",
                      "--policy-document",
                      "file://" + policy)
                  .code())
          .isZero();
      Outcome refused =
          aws(
              sandbox,
              RunningSandbox.VENDOR_ADMIN,
              "sts",
              "assume-role",
              "--role-arn",
              RunningSandbox.roleArn(CUSTOMER, "cli"),
              "--role-session-name",
              "cli");
      assertThat(refused.code()).isNotZero();
      assertThat(refused.text())
          .contains("(AccessDenied)")
          .contains("is not authorized to perform: sts:AssumeRole");
      AwsCredentials session =
          credentialsOf(
              aws(
                  sandbox,
                  RunningSandbox.VENDOR_ADMIN,
                  "sts",
                  "assume-role",
                  "--role-arn",
                  RunningSandbox.roleArn(CUSTOMER, "cli"),
                  "--role-session-name",
                  "cli",
                  "--external-id",
                  "ext-1"));
      assertThat(aws(sandbox, session, "sts", "get-caller-identity").text())
          .contains("assumed-role/cli/cli");
      assertThat(
              aws(
                      sandbox,
                      session,
                      "ec2",
                      "describe-instances",
                      "--filters",
                      "Name=tag:Name,Values=web")
                  .text())
          .contains("i-0aaaaaaaaaaaaaaa1")
          .doesNotContain("i-0aaaaaaaaaaaaaaa2");
      assertThat(
              aws(
                      sandbox,
                      session,
                      "ec2",
                      "stop-instances",
                      "--instance-ids",
                      "i-0aaaaaaaaaaaaaaa1")
                  .text())
          .contains("(UnauthorizedOperation)");
    }
  }

  private static AwsCredentials credentialsOf(Outcome outcome) {
    var json = RunningSandbox.json(outcome.text()).get("Credentials");
    return AwsSessionCredentials.create(
        json.get("AccessKeyId").asText(),
        json.get("SecretAccessKey").asText(),
        json.get("SessionToken").asText());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
