package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

class PersistenceTest {
  @TempDir private Path folder;

  @Test
  void whatWasChangedIsThereAfterARestartButSessionsAreNot() throws IOException {
    Path state = folder.resolve("state.json");
    SandboxSettings settings =
        SandboxSettings.onLoopback().seededFrom(RunningSandbox.writeSeed()).keptIn(state);
    AwsCredentials session;
    AwsCredentials made;
    Role role;
    try (RunningSandbox first = RunningSandbox.start(settings)) {
      var iam = first.iam(CUSTOMER_ADMIN);
      role =
          iam.createRole(
                  r ->
                      r.roleName("kept")
                          .path("/a/")
                          .description("d")
                          .tags(t -> t.key("k").value("v"))
                          .assumeRolePolicyDocument(Policies.trust(VENDOR)))
              .role();
      iam.putRolePolicy(
          r -> r.roleName("kept").policyName("p").policyDocument(Policies.allow("ec2:*")));
      var key = iam.createAccessKey(r -> r.userName("admin")).accessKey();
      made = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
      first.ec2(CUSTOMER_ADMIN).stopInstances(r -> r.instanceIds("i-0aaaaaaaaaaaaaaa1"));
      session =
          first.assume(
              VENDOR_ADMIN,
              AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName("ab").build());
      first.control("POST", "/sandbox/accounts", "{\"id\":\"444444444444\",\"name\":\"New\"}");
    }
    assertThat(Files.readString(state))
        .doesNotContain(session.secretAccessKey())
        .doesNotContain(RunningSandbox.CONSOLE_CODE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rw-------");

    try (RunningSandbox second = RunningSandbox.start(settings)) {
      Role again = second.iam(made).getRole(r -> r.roleName("kept")).role();
      assertThat(again.roleId()).isEqualTo(role.roleId());
      assertThat(again.arn()).isEqualTo(role.arn());
      assertThat(again.tags()).isEqualTo(role.tags());
      assertThat(again.assumeRolePolicyDocument()).isEqualTo(role.assumeRolePolicyDocument());
      assertThat(second.iam(made).listRolePolicies(r -> r.roleName("kept")).policyNames())
          .containsExactly("p");
      assertThat(
              second
                  .ec2(made)
                  .describeInstances(r -> r.instanceIds("i-0aaaaaaaaaaaaaaa1"))
                  .reservations()
                  .get(0)
                  .instances()
                  .get(0)
                  .state()
                  .nameAsString())
          .isEqualTo("stopped");
      Refusals.refused("InvalidClientTokenId", 403, () -> second.sts(session).getCallerIdentity());
      assertThat(second.get("/console").body()).contains(CUSTOMER);
      second.control("POST", "/sandbox/accounts/444444444444/status", "{\"status\":\"SUSPENDED\"}");
    }
  }
}
