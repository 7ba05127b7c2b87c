package io.sallyport.sandbox;

import static io.sallyport.sandbox.Refusals.refused;
import static io.sallyport.sandbox.Refusals.refusedUnread;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Tag;

class AssumeRoleTest {
  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static AssumeRoleResponse assume(
      AwsCredentials by, Consumer<AssumeRoleRequest.Builder> r) {
    return sandbox.sts(by).assumeRole(r);
  }

  private static AssumeRoleResponse byVendor(
      String role, Consumer<AssumeRoleRequest.Builder> more) {
    return assume(VENDOR_ADMIN, r -> more.accept(r.roleArn(role).roleSessionName("test-session")));
  }

  @Test
  void aTrustedAccountGetsKeysThatActAsTheRole() {
    String role = sandbox.customerRole(Policies.trust(VENDOR));
    AssumeRoleResponse answer = byVendor(role, r -> r.durationSeconds(900));

    assertThat(answer.credentials().accessKeyId()).startsWith("ASIA");
    assertThat(answer.credentials().expiration())
        .isBetween(Instant.now().plusSeconds(870), Instant.now().plusSeconds(930));
    assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{16}:test-session");
    var identity = sandbox.sts(RunningSandbox.session(answer.credentials())).getCallerIdentity();
    assertThat(identity.account()).isEqualTo(CUSTOMER);
    assertThat(identity.arn())
        .isEqualTo(
            "arn:aws:sts::"
                + CUSTOMER
                + ":assumed-role/"
                + role.substring(role.lastIndexOf('/') + 1)
                + "/test-session");
    assertThat(identity.userId()).isEqualTo(answer.assumedRoleUser().assumedRoleId());
  }

  @Test
  void aWrongOrMissingExternalIdIsRefusedAndTheRightOneIsNot() {
    String role = sandbox.customerRole(Policies.trustWithExternalId(VENDOR, "tenant-7/ext"));

    var refusal = refused("AccessDenied", 403, () -> byVendor(role, r -> {}));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: arn:aws:iam::"
                + VENDOR
                + ":user/admin is not authorized to perform:"
                + " sts:AssumeRole on resource: "
                + role);
    refused("AccessDenied", 403, () -> byVendor(role, r -> r.externalId("tenant-8/ext")));
    refused("AccessDenied", 403, () -> byVendor(role, r -> r.externalId("TENANT-7/EXT")));
    assertThat(byVendor(role, r -> r.externalId("tenant-7/ext")).credentials()).isNotNull();
  }

  @Test
  void anotherAccountIsNotTrustedAndAMissingRoleIsRefusedAlike() {
    String role = sandbox.customerRole(Policies.trust(CUSTOMER));
    refused("AccessDenied", 403, () -> byVendor(role, r -> {}));
    refused("AccessDenied", 403, () -> byVendor(role + "-missing", r -> {}));
    refused(
        "AccessDenied",
        403,
        () -> byVendor(RunningSandbox.roleArn("999999999999", "none"), r -> {}));
  }

  @Test
  void acrossAccountsTheCallersOwnPolicyMustAllowToo() {
    String role = sandbox.customerRole(Policies.trust(VENDOR));
    AwsCredentials without = sandbox.vendorUser(Policies.allow("ec2:*"));
    AwsCredentials with = sandbox.vendorUser(Policies.allow("sts:AssumeRole"));
    AwsCredentials denied =
        sandbox.vendorUser(
            Policies.statement(
                "'Effect':'Allow','Action':'*','Resource':'*'",
                "'Effect':'Deny','Action':'sts:AssumeRole','Resource':'" + role + "'"));

    refused("AccessDenied", 403, () -> assume(without, r -> r.roleArn(role).roleSessionName("ab")));
    refused("AccessDenied", 403, () -> assume(denied, r -> r.roleArn(role).roleSessionName("ab")));
    assertThat(assume(with, r -> r.roleArn(role).roleSessionName("ab")).credentials()).isNotNull();
  }

  @Test
  void inOneAccountATrustThatNamesTheUserIsEnough() {
    AwsCredentials user = sandbox.vendorUser(Policies.allow("ec2:*"));
    String arn = sandbox.sts(user).getCallerIdentity().arn();
    String named = RunningSandbox.freshName("named");
    String account = RunningSandbox.freshName("account");
    var iam = sandbox.iam(VENDOR_ADMIN);
    iam.createRole(r -> r.roleName(named).assumeRolePolicyDocument(Policies.trust(arn)));
    iam.createRole(r -> r.roleName(account).assumeRolePolicyDocument(Policies.trust(VENDOR)));

    assertThat(
            assume(
                    user,
                    r -> r.roleArn(RunningSandbox.roleArn(VENDOR, named)).roleSessionName("ab"))
                .credentials())
        .isNotNull();
    refused(
        "AccessDenied",
        403,
        () ->
            assume(
                user,
                r -> r.roleArn(RunningSandbox.roleArn(VENDOR, account)).roleSessionName("ab")));
  }

  @Test
  void aSourceIdentityNeedsItsOwnPermissionAndIsCarried() {
    String plain = sandbox.customerRole(Policies.trust(VENDOR));
    String with =
        sandbox.customerRole(
            Policies.trust(
                VENDOR,
                "['sts:AssumeRole','sts:SetSourceIdentity']",
                "{'StringLike':{'sts:SourceIdentity':'alice*'}}"));

    refused("AccessDenied", 403, () -> byVendor(plain, r -> r.sourceIdentity("alice")));
    refused("AccessDenied", 403, () -> byVendor(with, r -> r.sourceIdentity("bob")));
    refused("AccessDenied", 403, () -> byVendor(with, r -> {}));
    AssumeRoleResponse answer = byVendor(with, r -> r.sourceIdentity("alice.b"));
    assertThat(answer.sourceIdentity()).isEqualTo("alice.b");
    refused(
        "AccessDenied",
        403,
        () ->
            assume(
                RunningSandbox.session(answer.credentials()),
                r -> r.roleArn(with).roleSessionName("again").sourceIdentity("mallory")));
  }

  @Test
  void tagsNeedTheirOwnPermissionAndCanBeDemanded() {
    Tag project = Tag.builder().key("project").value("blue").build();
    Tag other = Tag.builder().key("other").value("x").build();
    String plain = sandbox.customerRole(Policies.trust(VENDOR));
    String demanding =
        sandbox.customerRole(
            Policies.trust(
                VENDOR,
                "['sts:AssumeRole','sts:TagSession']",
                "{'StringEquals':{'aws:RequestTag/project':'blue'},"
                    + "'ForAllValues:StringEquals':{'aws:TagKeys':['project']}}"));
    String anyOf =
        sandbox.customerRole(
            Policies.trust(
                VENDOR,
                "['sts:AssumeRole','sts:TagSession']",
                "{'ForAnyValue:StringLike':{'aws:TagKeys':['proj*']}}"));

    refused("AccessDenied", 403, () -> byVendor(plain, r -> r.tags(project)));
    refused("AccessDenied", 403, () -> byVendor(demanding, r -> r.tags(project, other)));
    assertThat(byVendor(demanding, r -> r.tags(project)).credentials()).isNotNull();
    refused("AccessDenied", 403, () -> byVendor(anyOf, r -> r.tags(other)));
    refused("AccessDenied", 403, () -> byVendor(anyOf, r -> {}));
    assertThat(byVendor(anyOf, r -> r.tags(project, other)).credentials()).isNotNull();
  }

  @Test
  void notPrincipalAndNotActionAreUnderstood() {
    AwsCredentials alice = sandbox.vendorUser(Policies.allow("sts:*"));
    String aliceArn = sandbox.sts(alice).getCallerIdentity().arn();
    String allButAlice =
        sandbox.customerRole(
            Policies.statement(
                "'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'",
                "'Effect':'Deny','NotPrincipal':{'AWS':['"
                    + aliceArn
                    + "','arn:aws:iam::"
                    + VENDOR
                    + ":root']},'Action':'sts:AssumeRole'"));
    String notAssuming =
        sandbox.customerRole(
            Policies.statement(
                "'Effect':'Allow','Principal':{'AWS':'"
                    + VENDOR
                    + "'},'NotAction':'sts:AssumeRole'"));
    String notTagging =
        sandbox.customerRole(
            Policies.statement(
                "'Effect':'Allow','Principal':{'AWS':'"
                    + VENDOR
                    + "'},'NotAction':'sts:TagSession'"));

    refused("AccessDenied", 403, () -> byVendor(allButAlice, r -> {}));
    assertThat(assume(alice, r -> r.roleArn(allButAlice).roleSessionName("ab")).credentials())
        .isNotNull();
    refused("AccessDenied", 403, () -> byVendor(notAssuming, r -> {}));
    assertThat(byVendor(notTagging, r -> {}).credentials()).isNotNull();
  }

  @Test
  void anExplicitDenyInTheTrustWins() {
    String role =
        sandbox.customerRole(
            Policies.statement(
                "'Effect':'Allow','Principal':{'AWS':'" + VENDOR + "'},'Action':'sts:AssumeRole'",
                "'Effect':'Deny','Principal':{'AWS':'"
                    + VENDOR
                    + "'},'Action':'sts:AssumeRole','Condition':{'StringNotEquals':"
                    + "{'sts:RoleSessionName':'allowed'}}"));
    refused("AccessDenied", 403, () -> byVendor(role, r -> {}));
    assertThat(assume(VENDOR_ADMIN, r -> r.roleArn(role).roleSessionName("allowed")).credentials())
        .isNotNull();
  }

  @Test
  void aSessionPolicyCutsWhatTheRoleMayDo() {
    String role = sandbox.customerRole(Policies.trust(VENDOR));
    String name = role.substring(role.lastIndexOf('/') + 1);
    sandbox
        .iam(CUSTOMER_ADMIN)
        .putRolePolicy(
            r -> r.roleName(name).policyName("all").policyDocument(Policies.allow("ec2:*")));
    AwsCredentials whole = RunningSandbox.session(byVendor(role, r -> {}).credentials());
    AwsCredentials cut =
        RunningSandbox.session(
            byVendor(role, r -> r.policy(Policies.allow("ec2:DescribeRegions"))).credentials());

    assertThat(sandbox.ec2(whole).describeInstances().reservations()).isNotEmpty();
    assertThat(sandbox.ec2(cut).describeRegions().regions()).isNotEmpty();
    assertThat(
            refused("UnauthorizedOperation", 403, () -> sandbox.ec2(cut).describeInstances())
                .getMessage())
        .contains("because no session policy allows the ec2:DescribeInstances action");
    refused("AccessDenied", 403, () -> sandbox.iam(cut).listRoles());
    refused(
        "MalformedPolicyDocument", 400, () -> byVendor(role, r -> r.policy("{\"Statement\":1}")));
  }

  @Test
  void durationsHaveBounds() {
    String role = sandbox.customerRole(Policies.trust("*"));
    refused("ValidationError", 400, () -> byVendor(role, r -> r.durationSeconds(899)));
    refused("ValidationError", 400, () -> byVendor(role, r -> r.durationSeconds(43_201)));
    refused("ValidationError", 400, () -> byVendor(role, r -> r.durationSeconds(3601)));

    String longer = RunningSandbox.freshName("longer");
    sandbox
        .iam(CUSTOMER_ADMIN)
        .createRole(
            r ->
                r.roleName(longer)
                    .maxSessionDuration(7200)
                    .assumeRolePolicyDocument(Policies.trust("*")));
    String longerArn = RunningSandbox.roleArn(CUSTOMER, longer);
    assertThat(byVendor(longerArn, r -> r.durationSeconds(7200)).credentials().expiration())
        .isAfter(Instant.now().plus(Duration.ofMinutes(115)));

    sandbox
        .iam(CUSTOMER_ADMIN)
        .putRolePolicy(
            r -> r.roleName(longer).policyName("sts").policyDocument(Policies.allow("sts:*")));
    AwsCredentials chained = RunningSandbox.session(byVendor(longerArn, r -> {}).credentials());
    assertThat(
            refused(
                    "ValidationError",
                    400,
                    () ->
                        assume(
                            chained,
                            r -> r.roleArn(longerArn).roleSessionName("ab").durationSeconds(7200)))
                .getMessage())
        .contains("role chaining");
    assertThat(assume(chained, r -> r.roleArn(longerArn).roleSessionName("ab")).credentials())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "has space", "semi;colon", "umlautä"})
  void badSessionNamesAreRefused(String name) {
    String role = sandbox.customerRole(Policies.trust("*"));
    refused(
        "ValidationError",
        400,
        () -> assume(VENDOR_ADMIN, r -> r.roleArn(role).roleSessionName(name)));
    refused("ValidationError", 400, () -> byVendor(role, r -> r.sourceIdentity(name)));
    refused("ValidationError", 400, () -> byVendor(role, r -> r.externalId(name)));
    refused(
        "ValidationError",
        400,
        () ->
            assume(
                VENDOR_ADMIN, r -> r.roleArn("arn:aws:iam::1:role/toolong").roleSessionName("ab")));
  }

  @Test
  void aRoleOrSessionCanBeTrustedByItsArn() {
    String first = sandbox.customerRole(Policies.trust(VENDOR));
    String firstName = first.substring(first.lastIndexOf('/') + 1);
    sandbox
        .iam(CUSTOMER_ADMIN)
        .putRolePolicy(
            r -> r.roleName(firstName).policyName("sts").policyDocument(Policies.allow("sts:*")));
    String byRole = sandbox.customerRole(Policies.trust(first));
    String bySession =
        sandbox.customerRole(
            Policies.trust("arn:aws:sts::" + CUSTOMER + ":assumed-role/" + firstName + "/good"));
    AwsCredentials good =
        RunningSandbox.session(
            assume(VENDOR_ADMIN, r -> r.roleArn(first).roleSessionName("good")).credentials());
    AwsCredentials bad =
        RunningSandbox.session(
            assume(VENDOR_ADMIN, r -> r.roleArn(first).roleSessionName("bad")).credentials());

    assertThat(assume(bad, r -> r.roleArn(byRole).roleSessionName("ab")).credentials()).isNotNull();
    assertThat(assume(good, r -> r.roleArn(bySession).roleSessionName("ab")).credentials())
        .isNotNull();
    refused(
        "AccessDenied", 403, () -> assume(bad, r -> r.roleArn(bySession).roleSessionName("ab")));
  }

  @Test
  void deletingARoleEndsItsSessions() {
    String role = sandbox.customerRole(Policies.trust(VENDOR));
    String name = role.substring(role.lastIndexOf('/') + 1);
    AwsCredentials session = RunningSandbox.session(byVendor(role, r -> {}).credentials());
    sandbox.sts(session).getCallerIdentity();
    sandbox.iam(CUSTOMER_ADMIN).deleteRole(r -> r.roleName(name));

    refused("InvalidClientTokenId", 403, () -> sandbox.sts(session).getCallerIdentity());
    refusedUnread(401, () -> sandbox.ec2(session).describeRegions());
    sandbox
        .iam(CUSTOMER_ADMIN)
        .createRole(r -> r.roleName(name).assumeRolePolicyDocument(Policies.trust(VENDOR)));
    refused("InvalidClientTokenId", 403, () -> sandbox.sts(session).getCallerIdentity());
  }

  @Test
  void aSuspendedAccountNeitherCallsNorLetsIn() {
    AwsCredentials closed =
        AwsBasicCredentials.create(
            "AKIACLOSEDADMIN00001", "closed/secret/0123456789abcdefghijklmno");
    refused("InvalidClientTokenId", 403, () -> sandbox.sts(closed).getCallerIdentity());
    refused("InvalidClientTokenId", 403, () -> sandbox.iam(closed).listRoles());
    refusedUnread(401, () -> sandbox.ec2(closed).describeInstances());
    refused(
        "AccessDenied",
        403,
        () -> byVendor(RunningSandbox.roleArn("333333333333", "open"), r -> {}));
  }

  @Test
  void temporaryKeysOfAUserCallEverythingButIam() {
    AwsCredentials temporary =
        RunningSandbox.session(
            sandbox.sts(VENDOR_ADMIN).getSessionToken(r -> r.durationSeconds(900)).credentials());
    assertThat(sandbox.sts(temporary).getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::" + VENDOR + ":user/admin");
    assertThat(sandbox.ec2(temporary).describeRegions().regions()).isNotEmpty();
    refused("InvalidClientTokenId", 403, () -> sandbox.iam(temporary).listRoles());
    refused("AccessDenied", 403, () -> sandbox.sts(temporary).getSessionToken());
  }
}
