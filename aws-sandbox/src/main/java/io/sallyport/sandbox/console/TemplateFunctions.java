package io.sallyport.sandbox.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the parameters into a template: {@code Ref}, {@code Fn::If} and {@code Fn::Equals}. Other
 * functions stay as they are, and are refused by whoever reads the template.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">Intrinsic
 *     functions</a>
 */
final class TemplateFunctions {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode NO_VALUE = TextNode.valueOf("AWS::NoValue");

  private final Map<String, String> parameters = new HashMap<>();
  private final Map<String, Boolean> conditions = new HashMap<>();

  private TemplateFunctions() {}

  /**
   * A template without parameters.
   *
   * @param given by the parameters' names
   * @throws StackRefusal when a parameter is missing, unknown or has a wrong value
   */
  static String resolved(String template, Map<String, String> given) {
    try {
      JsonNode root = JSON.readTree(template);
      if (!(root instanceof ObjectNode whole) || !root.has("Parameters")) {
        return template;
      }
      TemplateFunctions functions = new TemplateFunctions();
      functions.take(whole.path("Parameters"), given);
      whole
          .path("Conditions")
          .properties()
          .forEach(
              each -> functions.conditions.put(each.getKey(), functions.isEqual(each.getValue())));
      whole.remove("Parameters");
      whole.remove("Conditions");
      whole.set("Resources", functions.resolve(whole.path("Resources")).orElseThrow());
      return whole.toString();
    } catch (JsonProcessingException notJson) {
      return template;
    }
  }

  private void take(JsonNode declared, Map<String, String> given) {
    given.keySet().stream()
        .filter(name -> !declared.has(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new StackRefusal("The template has no parameter " + name + ".");
            });
    for (Map.Entry<String, JsonNode> each : declared.properties()) {
      JsonNode rules = each.getValue();
      String value =
          given.getOrDefault(
              each.getKey(), rules.has("Default") ? rules.get("Default").asText() : null);
      if (value == null) {
        throw new StackRefusal("The parameter " + each.getKey() + " must be given.");
      }
      boolean listed = !rules.has("AllowedValues");
      for (JsonNode allowed : rules.path("AllowedValues")) {
        listed |= allowed.asText().equals(value);
      }
      if (!listed || !value.matches(rules.path("AllowedPattern").asText("(?s).*"))) {
        throw new StackRefusal(
            "The parameter " + each.getKey() + " has a value that is not allowed.");
      }
      parameters.put(each.getKey(), value);
    }
  }

  private boolean isEqual(JsonNode condition) {
    JsonNode both = condition.path("Fn::Equals");
    return resolve(both.path(0)).equals(resolve(both.path(1)));
  }

  private Optional<JsonNode> resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> resolve(each).ifPresent(list::add));
      return Optional.of(list);
    }
    if (!node.isObject()) {
      return Optional.of(node);
    }
    if (node.size() == 1 && node.has("Ref")) {
      return reference(node.get("Ref"));
    }
    if (node.size() == 1 && node.has("Fn::If")) {
      JsonNode branches = node.get("Fn::If");
      boolean holds = Boolean.TRUE.equals(conditions.get(branches.path(0).asText()));
      return resolve(branches.path(holds ? 1 : 2));
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            each -> resolve(each.getValue()).ifPresent(value -> object.set(each.getKey(), value)));
    return Optional.of(object);
  }

  private Optional<JsonNode> reference(JsonNode name) {
    if (name.equals(NO_VALUE)) {
      return Optional.empty();
    }
    String value = parameters.get(name.asText());
    if (value == null) {
      throw new StackRefusal("There is no parameter " + name.asText() + ".");
    }
    return Optional.of(TextNode.valueOf(value));
  }
}
