package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String template(String name, String trusted) {
    return """
        {"AWSTemplateFormatVersion": "2010-09-09", "Description": "A role",
         "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
           "RoleName": "%s", "MaxSessionDuration": 3600, "Description": "visit",
           "Tags": [{"Key": "made-by", "Value": "console"}],
           "AssumeRolePolicyDocument": %s,
           "Policies": [{"PolicyName": "work", "PolicyDocument": %s}]}}},
         "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}}}
        """
        .formatted(name, Policies.trust(trusted), Policies.allow("ec2:Describe*"));
  }

  private static HttpResponse<String> post(String account, String code, String template) {
    String form =
        "account=" + account + "&code=" + encoded(code) + "&template=" + encoded(template);
    return sandbox.send(
        HttpRequest.newBuilder(sandbox.url().resolve("/console"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void thePageOffersAccountsWithAConsoleOnlyAndLoadsNothingFromElsewhere() {
    HttpResponse<String> page = sandbox.get("/console");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Customer &lt;&amp;&gt; (" + CUSTOMER + ")")
        .doesNotContain(VENDOR)
        .contains("id=\"account\"", "id=\"code\"", "id=\"template\"", "id=\"create\"")
        .doesNotContain("<script", "style=", "{{");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(sandbox.get("/console/style.css").body()).contains("prefers-color-scheme: dark");
  }

  @Test
  void aTemplateMakesARoleThatWorksAndAgainUpdatesIt() {
    HttpResponse<String> made =
        post(CUSTOMER, RunningSandbox.CONSOLE_CODE, template("from-console", VENDOR));
    String arn = RunningSandbox.roleArn(CUSTOMER, "from-console");
    assertThat(made.body()).contains("<code id=\"role-arn\">" + arn + "</code>");
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(
            sandbox
                .sts(VENDOR_ADMIN)
                .assumeRole(r -> r.roleArn(arn).roleSessionName("ab"))
                .credentials())
        .isNotNull();

    post(CUSTOMER, RunningSandbox.CONSOLE_CODE, template("from-console", CUSTOMER));
    Refusals.refused(
        "AccessDenied",
        403,
        () -> sandbox.sts(VENDOR_ADMIN).assumeRole(r -> r.roleArn(arn).roleSessionName("ab")));
    assertThat(
            sandbox
                .iam(CUSTOMER_ADMIN)
                .listRolePolicies(r -> r.roleName("from-console"))
                .policyNames())
        .containsExactly("work");
  }

  @Test
  void aTemplateCanBeUploadedAsAFile() {
    String boundary = "----form";
    StringBuilder body = new StringBuilder();
    part(body, boundary, "name=\"account\"", CUSTOMER);
    part(body, boundary, "name=\"code\"", RunningSandbox.CONSOLE_CODE);
    part(body, boundary, "name=\"template\"", "");
    part(
        body,
        boundary,
        "name=\"template-file\"; filename=\"role.json\"",
        template("uploaded", VENDOR));
    body.append("--").append(boundary).append("--\r\n");
    HttpResponse<String> made =
        sandbox.send(
            HttpRequest.newBuilder(sandbox.url().resolve("/console"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    assertThat(made.body()).contains(RunningSandbox.roleArn(CUSTOMER, "uploaded"));
  }

  private static void part(StringBuilder body, String boundary, String name, String content) {
    body.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; ")
        .append(name)
        .append("\r\n\r\n")
        .append(content)
        .append("\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | is not JSON",
        "{'Mappings':{},'Resources':{}} | Template.Mappings is not known here",
        "{'Parameters':{'P':{}},'Resources':{}} | The parameter P must be given",
        "{'Resources':{}} | has no role",
        "{'Resources':{'B':{'Type':'AWS::S3::Bucket'}}} | Template.Resources.B.Type",
        "{'Resources':{'R':{'Type':'AWS::IAM::Role','DependsOn':'x','Properties':{}}}} | DependsOn",
        "{'Resources':{'R':{'Type':'AWS::IAM::Role','Properties':{'ManagedPolicyArns':[]}}}} | ManagedPolicyArns",
        "{'Resources':{'R':{'Type':'AWS::IAM::Role','Properties':{'RoleName':{'Ref':'x'}}}}} | RoleName",
        "{'Resources':{'R':{'Type':'AWS::IAM::Role','Properties':{'RoleName':'r'}}}} | AssumeRolePolicyDocument is missing",
        "{'Resources':{'R':{'Type':'AWS::IAM::Role','Properties':{'RoleName':'r','AssumeRolePolicyDocument':{}}}}} | AssumeRolePolicyDocument: Missing required field Statement",
      })
  void whatItDoesNotKnowIsRefusedByName(String template, String named) {
    HttpResponse<String> refused =
        post(CUSTOMER, RunningSandbox.CONSOLE_CODE, template.replace('\'', '"'));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains(named).doesNotContain("id=\"role-arn\"");
  }

  @Test
  void aWrongCodeOrAccountCreatesNothingAndGuessingEnds() {
    try (RunningSandbox own = RunningSandbox.start()) {
      RunningSandbox shared = sandbox;
      sandbox = own;
      try {
        assertThat(post(VENDOR, "whatever", template("no", VENDOR)).body())
            .contains("Choose an account");
        for (int i = 0; i < 10; i++) {
          assertThat(post(CUSTOMER, "wrong", template("no", VENDOR)).body())
              .contains("The console code is not that of this account");
        }
        assertThat(post(CUSTOMER, RunningSandbox.CONSOLE_CODE, template("no", VENDOR)).body())
            .contains("Too many wrong console codes");
      } finally {
        sandbox = shared;
      }
    }
  }
}
