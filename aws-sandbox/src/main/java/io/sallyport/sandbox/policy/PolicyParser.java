package io.sallyport.sandbox.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a policy document strictly: an element, operator or principal it does not know is refused
 * by name, never skipped.
 *
 * <p>The AWS SDK's own {@code IamPolicy.fromJson} is not used because it skips unknown elements and
 * takes any word for a condition operator, which an AWS that refuses bad policies must not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
final class PolicyParser {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Set<String> DOCUMENT_ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
  private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9*?-]+:[A-Za-z0-9*?]+");
  private static final Pattern RESOURCE =
      Pattern.compile("\\*|arn:[^:\\s]*:[^:\\s]*:[^:\\s]*:[^:\\s]*:.+|\\$\\{.+");
  private static final Pattern AWS_PRINCIPAL =
      Pattern.compile(
          "\\*|[0-9]{12}"
              + "|arn:aws:iam::[0-9]{12}:(root|(user|role)/[\\w+=,.@/-]+)"
              + "|arn:aws:sts::[0-9]{12}:assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+");
  private static final Pattern CONDITION_KEY = Pattern.compile("[a-z0-9-]+:[^\\s]+");

  private final PolicyKind kind;
  private boolean variables;

  PolicyParser(PolicyKind kind) {
    this.kind = kind;
  }

  PolicyDocument parse(String text) {
    JsonNode root = json(text);
    requireObject(root, "The policy");
    refuseUnknown(root, DOCUMENT_ELEMENTS, "the policy");
    variables = version(root);
    JsonNode statement = root.get("Statement");
    if (statement == null || (statement.isArray() && statement.isEmpty())) {
      throw malformed("Missing required field Statement");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    for (JsonNode one : statement.isArray() ? statement : List.of(statement)) {
      requireObject(one, "Statement");
      String sid = one.path("Sid").asText();
      if (kind != PolicyKind.KEY && !SID.matcher(sid).matches()) {
        throw malformed("Statement IDs (SID) must be alpha-numeric: '" + sid + "'");
      }
      if (!sid.isEmpty() && !sids.add(sid)) {
        throw malformed("Statement IDs (SID) in a single policy must be unique: '" + sid + "'");
      }
      statements.add(statement(one));
    }
    return new PolicyDocument(text, statements);
  }

  private static JsonNode json(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || root.isMissingNode()) {
        throw malformed("This policy contains invalid Json: it is empty");
      }
      return root;
    } catch (JsonProcessingException broken) {
      throw malformed("This policy contains invalid Json: " + broken.getOriginalMessage());
    }
  }

  /** Whether the version, which defaults to the old one, has policy variables. */
  private static boolean version(JsonNode root) {
    return switch (root.path("Version").asText("2008-10-17")) {
      case "2012-10-17" -> true;
      case "2008-10-17" -> false;
      default ->
          throw malformed(
              "The policy must contain a valid version string, not '"
                  + root.get("Version").asText()
                  + "'");
    };
  }

  private Statement statement(JsonNode node) {
    refuseUnknown(node, STATEMENT_ELEMENTS, "a statement");
    Effect effect =
        switch (node.path("Effect").asText()) {
          case "Allow" -> Effect.ALLOW;
          case "Deny" -> Effect.DENY;
          case "" -> throw malformed("Missing required field Effect");
          default -> throw malformed("Invalid effect: " + node.get("Effect").asText());
        };
    return new Statement(effect, principal(node), actions(node), resources(node), conditions(node));
  }

  private Optional<PrincipalElement> principal(JsonNode statement) {
    Optional<String> element = oneOf(statement, "Principal", "NotPrincipal");
    if (!kind.namesPrincipals()) {
      if (element.isPresent()) {
        throw malformed("Policy document should not specify a principal.");
      }
      return Optional.empty();
    }
    String name = element.orElseThrow(() -> malformed("Missing required field Principal"));
    JsonNode value = statement.get(name);
    boolean negated = name.equals("NotPrincipal");
    if (value.isTextual() && value.asText().equals("*")) {
      return Optional.of(new PrincipalElement(negated, List.of("*"), List.of()));
    }
    if (!value.isObject() || value.isEmpty()) {
      throw malformed("Invalid principal in policy: " + value);
    }
    List<String> aws = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, JsonNode> type : value.properties()) {
      List<String> values = strings(type.getValue(), name + "." + type.getKey());
      switch (type.getKey()) {
        case "AWS" -> aws.addAll(values);
        case "Service", "Federated", "CanonicalUser" -> others.addAll(values);
        default -> throw malformed("Invalid principal in policy: unknown type " + type.getKey());
      }
    }
    for (String principal : aws) {
      if (!AWS_PRINCIPAL.matcher(principal).matches()) {
        throw malformed("Invalid principal in policy: \"AWS\":\"" + principal + "\"");
      }
    }
    return Optional.of(new PrincipalElement(negated, aws, others));
  }

  private PatternElement actions(JsonNode statement) {
    String name =
        oneOf(statement, "Action", "NotAction")
            .orElseThrow(() -> malformed("Policy statement must contain actions."));
    List<String> actions = strings(statement.get(name), name);
    for (String action : actions) {
      if (!ACTION.matcher(action).matches()) {
        throw malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: '"
                + action
                + "'");
      }
      if (kind == PolicyKind.TRUST && !action.equals("*") && !action.startsWith("sts:")) {
        throw malformed("AssumeRole policy may only specify STS AssumeRole actions, not " + action);
      }
    }
    return new PatternElement(
        name.equals("NotAction"),
        actions.stream().map(a -> new PolicyText(a.toLowerCase(Locale.ROOT), false)).toList());
  }

  private Optional<PatternElement> resources(JsonNode statement) {
    Optional<String> element = oneOf(statement, "Resource", "NotResource");
    if (kind == PolicyKind.TRUST) {
      if (element.isPresent()) {
        throw malformed("Has prohibited field " + element.get());
      }
      return Optional.empty();
    }
    String name = element.orElseThrow(() -> malformed("Policy statement must contain resources."));
    List<String> resources = strings(statement.get(name), name);
    for (String resource : resources) {
      if (!RESOURCE.matcher(resource).matches()) {
        throw malformed("Resource " + resource + " must be in ARN format or \"*\".");
      }
    }
    return Optional.of(new PatternElement(name.equals("NotResource"), texts(resources)));
  }

  private List<Condition> conditions(JsonNode statement) {
    List<Condition> conditions = new ArrayList<>();
    JsonNode block = statement.get("Condition");
    if (block == null) {
      return conditions;
    }
    requireObject(block, "Condition");
    for (Map.Entry<String, JsonNode> entry : block.properties()) {
      requireObject(entry.getValue(), "Condition." + entry.getKey());
      for (Map.Entry<String, JsonNode> key : entry.getValue().properties()) {
        conditions.add(condition(entry.getKey(), key.getKey(), key.getValue()));
      }
    }
    return conditions;
  }

  private Condition condition(String written, String key, JsonNode expected) {
    Condition.Quantifier quantifier = Condition.Quantifier.of(written);
    String name = written.substring(quantifier.prefix().length());
    boolean ifExists = name.endsWith("IfExists");
    name = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
    ConditionOperator operator =
        ConditionOperator.written(name)
            .filter(o -> o != ConditionOperator.NULL || !ifExists)
            .orElseThrow(() -> malformed("Invalid Condition type : " + written + "."));
    if (!CONDITION_KEY.matcher(key).matches()) {
      throw malformed("Invalid Condition key : " + key + ".");
    }
    List<String> values = strings(expected, "Condition." + written + "." + key);
    for (String value : values) {
      if (!operator.accepts(value)) {
        throw malformed("Invalid value '" + value + "' for condition " + written + "." + key);
      }
    }
    return new Condition(operator, quantifier, ifExists, key, texts(values));
  }

  private List<PolicyText> texts(List<String> values) {
    return values.stream().map(value -> new PolicyText(value, variables)).toList();
  }

  private static Optional<String> oneOf(JsonNode statement, String first, String second) {
    if (statement.has(first) && statement.has(second)) {
      throw malformed("Statement has both " + first + " and " + second);
    }
    return statement.has(first)
        ? Optional.of(first)
        : statement.has(second) ? Optional.of(second) : Optional.empty();
  }

  private static List<String> strings(JsonNode node, String element) {
    List<String> strings = new ArrayList<>();
    for (JsonNode one : node.isArray() ? node : List.of(node)) {
      if (!one.isTextual() && !one.isBoolean() && !one.isNumber()) {
        throw malformed("Syntax errors in policy: " + element + " must be a string or a list");
      }
      strings.add(one.asText());
    }
    if (strings.isEmpty()) {
      throw malformed("Syntax errors in policy: " + element + " is empty");
    }
    return strings;
  }

  private static void requireObject(JsonNode node, String element) {
    if (!node.isObject()) {
      throw malformed("Syntax errors in policy: " + element + " must be an object");
    }
  }

  private static void refuseUnknown(JsonNode node, Set<String> known, String place) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw malformed(
                    "Syntax errors in policy: unknown element " + name + " in " + place);
              }
            });
  }

  private static MalformedPolicyException malformed(String message) {
    return new MalformedPolicyException(message);
  }
}
