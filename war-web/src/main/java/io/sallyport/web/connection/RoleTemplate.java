package io.sallyport.web.connection;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
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
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;

/**
 * What a customer sets up in their account: a role that only the vendor's designated principal can
 * assume, only with the tenant's External ID, and that may do only what the allow-list names.
 */
@ApplicationScoped
public class RoleTemplate {
  /** The name that the template gives the role. */
  public static final String ROLE_NAME = "SallyportAccess";

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
  public String permissionPolicy() {
    return permissions().toJson(POLICIES);
  }

  /** A CloudFormation template that makes the role, as JSON. */
  public String cloudFormation(ExternalId externalId) {
    JsonObject role =
        Json.createObjectBuilder()
            .add("Type", "AWS::IAM::Role")
            .add(
                "Properties",
                Json.createObjectBuilder()
                    .add("RoleName", ROLE_NAME)
                    .add(
                        "Description",
                        "Lets Sallyport in, with the External ID of this company only")
                    .add("AssumeRolePolicyDocument", json(trust(externalId)))
                    .add(
                        "Policies",
                        Json.createArrayBuilder()
                            .add(
                                Json.createObjectBuilder()
                                    .add("PolicyName", "SallyportOperations")
                                    .add("PolicyDocument", json(permissions())))))
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
    StringWriter text = new StringWriter();
    try (JsonWriter writer = PRETTY.createWriter(text)) {
      writer.writeObject(template);
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

  private IamPolicy permissions() {
    return IamPolicy.builder()
        .addStatement(
            statement -> {
              statement.sid("WhatSallyportMayDo").effect(IamEffect.ALLOW).addResource("*");
              allowList.actions().forEach(statement::addAction);
            })
        .build();
  }

  private static JsonObject json(IamPolicy policy) {
    try (var reader = Json.createReader(new StringReader(policy.toJson()))) {
      return reader.readObject();
    }
  }
}
