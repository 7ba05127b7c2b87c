package io.sallyport.web.connection;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * What a customer sets up in their account: a role that only the vendor's designated principal can
 * assume, only with the tenant's External ID, and that may do exactly what the connection is made
 * for; as the customer's own tools want it.
 */
@ApplicationScoped
public class RoleTemplate {
  /** The name that the template gives the role. */
  public static final String ROLE_NAME = "SallyportAccess";

  private static final String POLICY_NAME = "SallyportOperations";
  private static final String DESCRIPTION =
      "Lets Sallyport in, with the External ID of this company only";
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(role|user)/[!-~]{1,512}");
  private static final IamPolicyWriter POLICIES =
      IamPolicyWriter.builder().prettyPrint(true).build();
  private static final JsonWriterFactory PRETTY =
      Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

  private final AllowList allowList = AllowList.ofThisRelease();

  private final String principal;

  /** For the container's proxy. */
  protected RoleTemplate() {
    principal = null;
  }

  /** For the principal {@code sallyport.vendor.principal-arn}. Lazy: only web nodes have it. */
  @Inject
  public RoleTemplate(Config config) {
    this(config.getValue("sallyport.vendor.principal-arn", String.class));
  }

  RoleTemplate(String principal) {
    if (!PRINCIPAL.matcher(principal).matches()) {
      throw new IllegalArgumentException(
          "sallyport.vendor.principal-arn must be the ARN of one IAM role or user, not \""
              + principal
              + "\"");
    }
    this.principal = principal;
  }

  /** The vendor's one principal that may assume customers' roles. */
  public String principal() {
    return principal;
  }

  /** The role's trust policy, as JSON. */
  public String trustPolicy(ExternalId externalId) {
    return trust(externalId).toJson(POLICIES);
  }

  /** The role's permission policy, as JSON. */
  public String permissionPolicy(Set<Capability> capabilities) {
    return permissions(capabilities).toJson(POLICIES);
  }

  /** A CloudFormation template that makes the role, as JSON. */
  public String cloudFormation(ExternalId externalId, Set<Capability> capabilities) {
    JsonObject role =
        Json.createObjectBuilder()
            .add("Type", "AWS::IAM::Role")
            .add(
                "Properties",
                Json.createObjectBuilder()
                    .add("RoleName", ROLE_NAME)
                    .add("Description", DESCRIPTION)
                    .add("AssumeRolePolicyDocument", json(trust(externalId)))
                    .add(
                        "Policies",
                        Json.createArrayBuilder()
                            .add(
                                Json.createObjectBuilder()
                                    .add("PolicyName", POLICY_NAME)
                                    .add("PolicyDocument", json(permissions(capabilities))))))
            .build();
    JsonObject template =
        Json.createObjectBuilder()
            .add("AWSTemplateFormatVersion", "2010-09-09")
            .add("Description", "The role through which Sallyport reaches this account")
            .add("Resources", Json.createObjectBuilder().add("SallyportRole", role))
            .add(
                "Outputs",
                Json.createObjectBuilder()
                    .add(
                        "RoleArn",
                        Json.createObjectBuilder()
                            .add("Description", "Seal this with the account's details")
                            .add("Value", attribute("SallyportRole", "Arn"))))
            .build();
    return pretty(template);
  }

  /**
   * A Terraform configuration that makes the role, in Terraform's JSON syntax.
   *
   * @see <a href="https://developer.hashicorp.com/terraform/language/syntax/json">JSON
   *     configuration syntax</a>
   */
  public String terraform(ExternalId externalId, Set<Capability> capabilities) {
    JsonObject role =
        Json.createObjectBuilder()
            .add("name", ROLE_NAME)
            .add("description", DESCRIPTION)
            .add("assume_role_policy", literal(trust(externalId).toJson()))
            .build();
    JsonObject policy =
        Json.createObjectBuilder()
            .add("name", POLICY_NAME)
            .add("role", "${aws_iam_role.sallyport.id}")
            .add("policy", literal(permissions(capabilities).toJson()))
            .build();
    return pretty(
        Json.createObjectBuilder()
            .add(
                "resource",
                Json.createObjectBuilder()
                    .add("aws_iam_role", Json.createObjectBuilder().add("sallyport", role))
                    .add(
                        "aws_iam_role_policy", Json.createObjectBuilder().add("sallyport", policy)))
            .add(
                "output",
                Json.createObjectBuilder()
                    .add(
                        "role_arn",
                        Json.createObjectBuilder()
                            .add("description", "Seal this with the account's details")
                            .add("value", "${aws_iam_role.sallyport.arn}")))
            .build());
  }

  /** Where Terraform would see an interpolation or a directive, a text says so twice. */
  private static String literal(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  /** A script for the AWS command line that makes the role, or changes it where it is there. */
  public String commands(ExternalId externalId, Set<Capability> capabilities) {
    // Neither policy can hold an apostrophe: an External ID is a UUID, an ARN has none.
    return """
        #!/bin/sh
        # %s.
        set -eu
        trust='%s'
        permissions='%s'
        aws iam create-role --role-name %s --description '%s' \\
            --assume-role-policy-document "$trust" >/dev/null 2>&1 ||
          aws iam update-assume-role-policy --role-name %s --policy-document "$trust"
        aws iam put-role-policy --role-name %s --policy-name %s --policy-document "$permissions"
        aws iam get-role --role-name %s --query Role.Arn --output text
        """
        .formatted(
            DESCRIPTION,
            trust(externalId).toJson(),
            permissions(capabilities).toJson(),
            ROLE_NAME,
            DESCRIPTION,
            ROLE_NAME,
            ROLE_NAME,
            POLICY_NAME,
            ROLE_NAME);
  }

  private static String pretty(JsonObject json) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = PRETTY.createWriter(text)) {
      writer.writeObject(json);
    }
    return text.toString().strip() + "\n";
  }

  private static JsonObject attribute(String resource, String name) {
    JsonArrayBuilder of = Json.createArrayBuilder().add(resource).add(name);
    return Json.createObjectBuilder().add("Fn::GetAtt", of).build();
  }

  private IamPolicy trust(ExternalId externalId) {
    return IamPolicy.builder()
        .addStatement(
            statement ->
                statement
                    .sid("OnlySallyportOnlyForUs")
                    .effect(IamEffect.ALLOW)
                    .addPrincipal(IamPrincipalType.AWS, principal)
                    .addAction("sts:AssumeRole")
                    // Lets us name the person, the request and its purpose in your CloudTrail.
                    .addAction("sts:SetSourceIdentity")
                    .addAction("sts:TagSession")
                    .addCondition(
                        IamConditionOperator.STRING_EQUALS,
                        "sts:ExternalId",
                        externalId.toString()))
        .build();
  }

  private IamPolicy permissions(Set<Capability> capabilities) {
    IamPolicy.Builder policy = IamPolicy.builder();
    Permission.statements(allowList.permissions(capabilities))
        .forEach((condition, actions) -> policy.addStatement(allowing(condition, actions)));
    return policy.build();
  }

  private static IamStatement allowing(
      Optional<Permission.Condition> condition, List<String> actions) {
    IamStatement.Builder statement =
        IamStatement.builder().effect(IamEffect.ALLOW).addResource("*");
    actions.forEach(statement::addAction);
    condition.ifPresent(only -> statement.addCondition(only.operator(), only.key(), only.value()));
    return statement.build();
  }

  private static JsonObject json(IamPolicy policy) {
    try (var reader = Json.createReader(new StringReader(policy.toJson()))) {
      return reader.readObject();
    }
  }
}
