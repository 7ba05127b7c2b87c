package io.sallyport.sandbox.console;

import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.snapshot.BadFieldException;
import io.sallyport.sandbox.snapshot.JsonField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The roles of a CloudFormation template in JSON. Everything else that CloudFormation knows (other
 * functions, other resources) is refused by name, because leaving it out silently would make
 * another role than the one described.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html">AWS::IAM::Role</a>
 */
record StackTemplate(List<RoleResource> roles) {
  private static final String ANY_TEXT = "[\\s\\S]*";

  StackTemplate {
    roles = List.copyOf(roles);
  }

  /** One {@code AWS::IAM::Role}. */
  record RoleResource(
      String path,
      String name,
      PolicyDocument trust,
      int maxSessionSeconds,
      Optional<String> description,
      Map<String, String> tags,
      Map<String, PolicyDocument> policies) {}

  /**
   * Reads a template.
   *
   * @throws StackRefusal naming what is wrong or not known
   */
  static StackTemplate parse(String text) {
    if (text.isBlank()) {
      throw new StackRefusal("Paste a template or choose a file with one.");
    }
    try {
      JsonField root = JsonField.parse(text, "Template");
      root.only("AWSTemplateFormatVersion", "Description", "Resources", "Outputs");
      List<RoleResource> roles = new ArrayList<>();
      for (JsonField resource : root.entries("Resources").values()) {
        roles.add(role(resource));
      }
      if (roles.isEmpty()) {
        throw new StackRefusal("Template.Resources has no role.");
      }
      return new StackTemplate(roles);
    } catch (BadFieldException bad) {
      throw new StackRefusal(bad.getMessage() + ".");
    }
  }

  private static RoleResource role(JsonField resource) {
    resource.required("Type").text("AWS::IAM::Role");
    JsonField role =
        resource
            .only("Type", "Properties")
            .required("Properties")
            .only(
                "RoleName",
                "Path",
                "AssumeRolePolicyDocument",
                "Policies",
                "MaxSessionDuration",
                "Description",
                "Tags");
    Map<String, PolicyDocument> policies = new TreeMap<>();
    for (JsonField policy : role.each("Policies")) {
      policy.only("PolicyName", "PolicyDocument");
      policies.put(
          policy.required("PolicyName").text("[\\w+=,.@-]{1,128}"),
          policy
              .required("PolicyDocument")
              .as(field -> PolicyDocument.parse(field.document(), PolicyKind.IDENTITY)));
    }
    Map<String, String> tags = new TreeMap<>();
    for (JsonField tag : role.each("Tags")) {
      tag.only("Key", "Value");
      tags.put(tag.required("Key").text("[\\s\\S]{1,128}"), tag.required("Value").text(ANY_TEXT));
    }
    return new RoleResource(
        role.optional("Path").map(f -> f.text("/|/[!-~]{1,510}/")).orElse("/"),
        role.required("RoleName").text("[\\w+=,.@-]{1,64}"),
        role.required("AssumeRolePolicyDocument")
            .as(field -> PolicyDocument.parse(field.document(), PolicyKind.TRUST)),
        role.optional("MaxSessionDuration")
            .map(f -> f.number(Role.DEFAULT_SESSION_SECONDS, Role.LONGEST_SESSION_SECONDS))
            .orElse(Role.DEFAULT_SESSION_SECONDS),
        role.optional("Description").map(f -> f.text("[\\s\\S]{0,1000}")),
        tags,
        policies);
  }
}
