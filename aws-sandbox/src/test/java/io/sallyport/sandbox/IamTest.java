package io.sallyport.sandbox;

import static io.sallyport.sandbox.Refusals.refused;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

class IamTest {
  private static RunningSandbox sandbox;
  private static IamClient iam;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
    iam = sandbox.iam(CUSTOMER_ADMIN);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void aRoleIsCreatedReadChangedListedAndDeleted() {
    String trust = Policies.trustWithExternalId(VENDOR, "x & <y>");
    Role created =
        iam.createRole(
                r ->
                    r.roleName("audit")
                        .path("/vendor/")
                        .description("for \"tests\" & <more>")
                        .tags(t -> t.key("team").value("blue"))
                        .maxSessionDuration(7200)
                        .assumeRolePolicyDocument(trust))
            .role();
    assertThat(created.arn()).isEqualTo("arn:aws:iam::" + CUSTOMER + ":role/vendor/audit");
    Role read = iam.getRole(r -> r.roleName("audit")).role();
    assertThat(URLDecoder.decode(read.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(trust);
    assertThat(read.description()).isEqualTo("for \"tests\" & <more>");
    assertThat(read.maxSessionDuration()).isEqualTo(7200);
    assertThat(read.tags()).singleElement().satisfies(t -> assertThat(t.value()).isEqualTo("blue"));

    iam.updateAssumeRolePolicy(r -> r.roleName("audit").policyDocument(Policies.trust(CUSTOMER)));
    assertThat(iam.getRole(r -> r.roleName("audit")).role().assumeRolePolicyDocument())
        .contains(CUSTOMER);
    assertThat(iam.listRolesPaginator(r -> r.maxItems(1)).roles())
        .extracting(Role::roleName)
        .contains("audit");
    assertThat(iam.listRoles(r -> r.pathPrefix("/nothing/")).roles()).isEmpty();
    refused(
        "EntityAlreadyExists",
        409,
        () -> iam.createRole(r -> r.roleName("Audit").assumeRolePolicyDocument(trust)));

    iam.deleteRole(r -> r.roleName("audit"));
    refused("NoSuchEntity", 404, () -> iam.getRole(r -> r.roleName("audit")));
  }

  @Test
  void inlinePoliciesOfARoleArePutReadListedAndDeleted() {
    iam.createRole(r -> r.roleName("holder").assumeRolePolicyDocument(Policies.trust(VENDOR)));
    iam.putRolePolicy(
        r -> r.roleName("holder").policyName("one").policyDocument(Policies.allow("ec2:*")));
    iam.putRolePolicy(
        r -> r.roleName("holder").policyName("two").policyDocument(Policies.EVERYTHING));
    assertThat(iam.listRolePolicies(r -> r.roleName("holder")).policyNames())
        .containsExactly("one", "two");
    assertThat(
            URLDecoder.decode(
                iam.getRolePolicy(r -> r.roleName("holder").policyName("one")).policyDocument(),
                StandardCharsets.UTF_8))
        .isEqualTo(Policies.allow("ec2:*"));
    refused("DeleteConflict", 409, () -> iam.deleteRole(r -> r.roleName("holder")));
    iam.deleteRolePolicy(r -> r.roleName("holder").policyName("one"));
    iam.deleteRolePolicy(r -> r.roleName("holder").policyName("two"));
    refused(
        "NoSuchEntity", 404, () -> iam.getRolePolicy(r -> r.roleName("holder").policyName("one")));
    iam.deleteRole(r -> r.roleName("holder"));
  }

  @Test
  void aUserHasPoliciesAndAtMostTwoKeys() {
    iam.createUser(r -> r.userName("carol"));
    iam.putUserPolicy(
        r -> r.userName("carol").policyName("p").policyDocument(Policies.allow("iam:GetUser")));
    var first = iam.createAccessKey(r -> r.userName("carol")).accessKey();
    iam.createAccessKey(r -> r.userName("carol"));
    refused("LimitExceeded", 409, () -> iam.createAccessKey(r -> r.userName("carol")));
    assertThat(iam.listAccessKeys(r -> r.userName("carol")).accessKeyMetadata()).hasSize(2);

    AwsCredentials carol = AwsBasicCredentials.create(first.accessKeyId(), first.secretAccessKey());
    assertThat(sandbox.iam(carol).getUser().user().arn())
        .isEqualTo("arn:aws:iam::" + CUSTOMER + ":user/carol");
    assertThat(
            refused("AccessDenied", 403, () -> sandbox.iam(carol).listRoles())
                .awsErrorDetails()
                .errorMessage())
        .isEqualTo(
            "User: arn:aws:iam::"
                + CUSTOMER
                + ":user/carol is not authorized to perform:"
                + " iam:ListRoles on resource: arn:aws:iam::"
                + CUSTOMER
                + ":role/ because no identity-based policy allows the iam:ListRoles action");

    refused("DeleteConflict", 409, () -> iam.deleteUser(r -> r.userName("carol")));
    iam.deleteUserPolicy(r -> r.userName("carol").policyName("p"));
    iam.listAccessKeys(r -> r.userName("carol"))
        .accessKeyMetadata()
        .forEach(k -> iam.deleteAccessKey(r -> r.userName("carol").accessKeyId(k.accessKeyId())));
    refused("InvalidClientTokenId", 403, () -> sandbox.sts(carol).getCallerIdentity());
    iam.deleteUser(r -> r.userName("carol"));
    refused("NoSuchEntity", 404, () -> iam.getUser(r -> r.userName("carol")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | invalid Json",
        "{'Version':'2012-10-17'} | Missing required field Statement",
        "{'Version':'2012-10-17','Statement':[]} | Missing required field Statement",
        "{'Version':'2013-01-01','Statement':{}} | 2013-01-01",
        "{'Statement':{'Effect':'Allow','Principal':'*'}} | must contain actions",
        "{'Statement':{'Effect':'Maybe','Principal':'*','Action':'sts:AssumeRole'}} | Maybe",
        "{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole'}} | Missing required field Principal",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'}} | prohibited field Resource",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ec2:RunInstances'}} | may only specify STS",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::12:root'},'Action':'sts:AssumeRole'}} | Invalid principal",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'999999999999'},'Action':'sts:AssumeRole'}} | 999999999999",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111111111111:user/nobody'},'Action':'sts:AssumeRole'}} | user/nobody",
        "{'Statement':{'Effect':'Allow','Principal':{'Martian':'x'},'Action':'sts:AssumeRole'}} | Martian",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Condition':{'StringIs':{'sts:ExternalId':'x'}}}} | StringIs",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Condition':{'ForSomeValues:StringEquals':{'sts:ExternalId':'x'}}}} | ForSomeValues",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Condition':{'Bool':{'aws:SecureTransport':'perhaps'}}}} | perhaps",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Extra':1}} | Extra",
        "{'Statement':{'Effect':'Allow','Effect':'Deny','Principal':'*','Action':'sts:AssumeRole'}} | Duplicate",
      })
  void malformedTrustPoliciesAreRefusedByName(String policy, String named) {
    var refusal =
        refused(
            "MalformedPolicyDocument",
            400,
            () ->
                iam.createRole(
                    r -> r.roleName("broken").assumeRolePolicyDocument(policy.replace('\'', '"'))));
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Statement':{'Effect':'Allow','Action':'ec2:*'}} | must contain resources",
        "{'Statement':{'Effect':'Allow','Action':'ec2:*','Resource':'bucket'}} | bucket",
        "{'Statement':{'Effect':'Allow','Action':'everything','Resource':'*'}} | vendor",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ec2:*','Resource':'*'}} | principal",
        "{'Statement':{'Effect':'Allow','Action':'a:b','NotAction':'a:c','Resource':'*'}} | both",
        "{'Statement':[{'Sid':'a','Effect':'Allow','Action':'a:b','Resource':'*'},{'Sid':'a','Effect':'Allow','Action':'a:b','Resource':'*'}]} | unique",
      })
  void malformedIdentityPoliciesAreRefusedByName(String policy, String named) {
    var refusal =
        refused(
            "MalformedPolicyDocument",
            400,
            () ->
                iam.putUserPolicy(
                    r ->
                        r.userName("admin")
                            .policyName("broken")
                            .policyDocument(policy.replace('\'', '"'))));
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(named);
  }

  @Test
  void badNamesAndDurationsAreRefused() {
    String trust = Policies.trust(VENDOR);
    refused(
        "ValidationError",
        400,
        () -> iam.createRole(r -> r.roleName("a b").assumeRolePolicyDocument(trust)));
    refused(
        "ValidationError",
        400,
        () ->
            iam.createRole(
                r -> r.roleName("ab").maxSessionDuration(60).assumeRolePolicyDocument(trust)));
    refused(
        "LimitExceeded",
        409,
        () ->
            iam.createRole(
                r ->
                    r.roleName("large")
                        .assumeRolePolicyDocument(
                            Policies.trustWithExternalId(VENDOR, "x".repeat(2100)))));
  }
}
