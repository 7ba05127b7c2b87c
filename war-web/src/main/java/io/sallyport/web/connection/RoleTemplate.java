package io.sallyport.web.connection;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.Permission;
import io.sallyport.web.request.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final String EXTERNAL_ID = "ExternalId";

  /** What a parameter of the published template says of its capability. */
  static final String YES = "yes";

  static final String NO = "no";
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

  /** The partition that it is in, which is the only one that it can enter accounts of. */
  public String partition() {
    return Regions.partition(principal);
  }

  /** The role's trust policy, as JSON. */
  public String trustPolicy(ExternalId externalId) {
    return trust(externalId.toString()).toJson(POLICIES);
  }

  /** The role's permission policy, as JSON. */
  public String permissionPolicy(Set<Capability> capabilities) {
    return permissions(capabilities).toJson(POLICIES);
  }

  /** A CloudFormation template that makes the role, as JSON. */
  public String cloudFormation(ExternalId externalId, Set<Capability> capabilities) {
    return pretty(
        stack(json(trust(externalId.toString())), json(permissions(capabilities))).build());
  }

  private static JsonObjectBuilder stack(JsonObject trust, JsonObject permissions) {
    JsonObject role =
        Json.createObjectBuilder()
            .add("Type", "AWS::IAM::Role")
            .add(
                "Properties",
                Json.createObjectBuilder()
                    .add("RoleName", ROLE_NAME)
                    .add("Description", DESCRIPTION)
                    .add("AssumeRolePolicyDocument", trust)
                    .add(
                        "Policies",
                        Json.createArrayBuilder()
                            .add(
                                Json.createObjectBuilder()
                                    .add("PolicyName", POLICY_NAME)
                                    .add("PolicyDocument", permissions))))
            .build();
    return Json.createObjectBuilder()
        .add("AWSTemplateFormatVersion", "2010-09-09")
        .add("Description", "The role through which Sallyport reaches this account")
        .add("Resources", Json.createObjectBuilder().add("SallyportRole", role))
        .add(
            "Outputs",
            Json.createObjectBuilder()
                .add(
                    "RoleArn",
                    Json.createObjectBuilder()
                        .add("Description", "Seal this with the details of the account")
                        .add("Value", attribute("SallyportRole", "Arn"))));
  }

  /**
   * The same template for every company and choice, for the vendor to publish: what differs are its
   * parameters.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html">Quick-create
   *     links</a>
   */
  public String published() {
    JsonObjectBuilder parameters =
        Json.createObjectBuilder()
            .add(
                EXTERNAL_ID,
                Json.createObjectBuilder()
                    .add("Type", "String")
                    .add("Description", "As the portal shows it")
                    .add("AllowedPattern", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    JsonObjectBuilder conditions = Json.createObjectBuilder();
    JsonArrayBuilder statements = Json.createArrayBuilder();
    of(permissions(Set.of())).forEach(statements::add);
    for (Capability capability : Capability.values()) {
      String name = parameter(capability);
      parameters.add(
          name,
          Json.createObjectBuilder()
              .add("Type", "String")
              .add("Description", capability.label())
              .add("AllowedValues", Json.createArrayBuilder().add(YES).add(NO))
              .add("Default", Capability.usual().contains(capability) ? YES : NO));
      conditions.add("With" + name, function("Fn::Equals", reference(name), Json.createValue(YES)));
      for (JsonValue statement : statements(capability)) {
        statements.add(
            function(
                "Fn::If", Json.createValue("With" + name), statement, reference("AWS::NoValue")));
      }
    }
    JsonObject trust = json(trust("${" + EXTERNAL_ID + "}"));
    JsonObject permissions =
        Json.createObjectBuilder()
            .add("Version", "2012-10-17")
            .add("Statement", statements)
            .build();
    return pretty(
        stack(referring(trust), permissions)
            .add("Parameters", parameters)
            .add("Conditions", conditions)
            .build());
  }

  /** The parameter that says whether the role is for it: its code, as CloudFormation has names. */
  static String parameter(Capability capability) {
    return Arrays.stream(capability.code().split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** What it needs besides what every connection may. */
  private List<JsonValue> statements(Capability capability) {
    List<Permission> every = allowList.permissions(Set.of());
    IamPolicy.Builder policy = IamPolicy.builder();
    Permission.statements(
            allowList.permissions(Set.of(capability)).stream()
                .filter(each -> !every.contains(each))
                .toList())
        .forEach((terms, actions) -> policy.addStatement(allowing(terms, actions)));
    return of(policy.build());
  }

  /** Its statements; the writer puts one alone into no list. */
  private static List<JsonValue> of(IamPolicy policy) {
    JsonValue statements = json(policy).get("Statement");
    return statements instanceof JsonArray list ? list : List.of(statements);
  }

  /** With the External ID as a reference to the parameter. */
  private static JsonObject referring(JsonObject trust) {
    String text =
        trust.toString().replace("\"${" + EXTERNAL_ID + "}\"", reference(EXTERNAL_ID).toString());
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static JsonObject reference(String name) {
    return Json.createObjectBuilder().add("Ref", name).build();
  }

  private static JsonObject function(String name, JsonValue... arguments) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    Arrays.stream(arguments).forEach(list::add);
    return Json.createObjectBuilder().add(name, list).build();
  }

  /**
   * A script for the AWS command line that makes the role in every account of an organization's
   * units, and in those that join them later.
   *
   * @throws ProblemException {@code SP-NOT-FOUND} in China, where AWS has no such thing
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html">Stack
   *     sets</a>
   */
  public String stackSet(ExternalId externalId, Set<Capability> capabilities) {
    if (partition().equals("aws-cn")) {
      // Stack sets have no trusted access to organizations there.
      throw new ProblemException(ErrorCode.NOT_FOUND);
    }
    // The template holds no apostrophe.
    return """
        #!/bin/sh
        # %s: in every account of these
        # organizational units, and in those that join them; not in the management account, which no stack set reaches.
        # Run it in the management account, once trusted access is activated (CloudFormation, StackSets), as often as you like:
        #   sh sallyport-stack-set.sh ou-ab12-cdefgh34,ou-ab12-ijklmn56
        set -eu
        units=${1:?name the organizational units, separated by commas}
        export AWS_DEFAULT_REGION=%s AWS_REGION=%s
        template='%s'
        if aws cloudformation describe-stack-set --stack-set-name Sallyport >/dev/null 2>&1; then
          operation=$(aws cloudformation update-stack-set --stack-set-name Sallyport \\
              --capabilities CAPABILITY_NAMED_IAM --template-body "$template" --query OperationId --output text)
          # One operation at a time.
          while [ "$(aws cloudformation describe-stack-set-operation --stack-set-name Sallyport \\
              --operation-id "$operation" --query StackSetOperation.Status --output text)" = RUNNING ]; do sleep 5; done
        else
          aws cloudformation create-stack-set --stack-set-name Sallyport --permission-model SERVICE_MANAGED \\
              --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\
              --capabilities CAPABILITY_NAMED_IAM --template-body "$template"
        fi
        # Roles are of an account, not of a region: one region is enough.
        aws cloudformation create-stack-instances --stack-set-name Sallyport --regions "$AWS_REGION" \\
            --deployment-targets "OrganizationalUnitIds=$units"
        """
        .formatted(DESCRIPTION, home(), home(), cloudFormation(externalId, capabilities).strip());
  }

  private String home() {
    return partition().equals("aws-us-gov") ? "us-gov-west-1" : "us-east-1";
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
            .add("assume_role_policy", literal(trust(externalId.toString()).toJson()))
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
                            .add("description", "Seal this with the details of the account")
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
            trust(externalId.toString()).toJson(),
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

  private IamPolicy trust(String externalId) {
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
                    .addCondition(IamConditionOperator.STRING_EQUALS, "sts:ExternalId", externalId))
        .build();
  }

  private IamPolicy permissions(Set<Capability> capabilities) {
    IamPolicy.Builder policy = IamPolicy.builder();
    Permission.statements(allowList.permissions(capabilities))
        .forEach((terms, actions) -> policy.addStatement(allowing(terms, actions)));
    return policy.build();
  }

  private IamStatement allowing(Permission.Terms terms, List<String> actions) {
    IamStatement.Builder statement =
        IamStatement.builder().effect(IamEffect.ALLOW).addResource(terms.resource(partition()));
    actions.forEach(statement::addAction);
    terms
        .condition()
        .ifPresent(only -> statement.addCondition(only.operator(), only.key(), only.value()));
    return statement.build();
  }

  private static JsonObject json(IamPolicy policy) {
    try (var reader = Json.createReader(new StringReader(policy.toJson()))) {
      return reader.readObject();
    }
  }
}
