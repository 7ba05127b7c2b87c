package io.sallyport.sandbox.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query-protocol request, flattened as AWS flattens structures and lists
 * ({@code Tags.member.1.Key}, {@code Filter.1.Value.2}).
 */
public record Parameters(Map<String, String> values) {
  private static final int LONGEST_LIST = 1000;
  private static final int DEEPEST = 8;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads the query string and a form body together. */
  public static Parameters of(String rawQuery, String form) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : (rawQuery + "&" + form).split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        values.put(
            UrlText.decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : UrlText.decode(pair.substring(equals + 1)));
      }
    }
    return new Parameters(values);
  }

  /** Of a request that brings none. */
  public static Parameters none() {
    return new Parameters(Map.of());
  }

  /**
   * Reads the body of a JSON-protocol request, flattened in the same way: {@code Tags.1.TagKey},
   * {@code EncryptionContext.purpose}.
   *
   * @return nothing if it is not an object of texts, numbers, flags, and lists and objects of those
   */
  public static Optional<Parameters> ofJson(String body) {
    try {
      return of(JSON.readTree(body));
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  /** The same of a document that was read already. */
  public static Optional<Parameters> of(JsonNode root) {
    Map<String, String> values = new LinkedHashMap<>();
    return root.isObject() && flatten("", root, DEEPEST, values)
        ? Optional.of(new Parameters(values))
        : Optional.empty();
  }

  private static boolean flatten(
      String prefix, JsonNode container, int levels, Map<String, String> values) {
    if (levels == 0) {
      return false;
    }
    int index = 0;
    for (Map.Entry<String, JsonNode> member : members(container)) {
      JsonNode value = member.getValue();
      String name = prefix + (container.isArray() ? String.valueOf(++index) : member.getKey());
      if (value.isContainerNode()) {
        if (!flatten(name + ".", value, levels - 1, values)) {
          return false;
        }
      } else if (!value.isNull()) {
        values.put(name, value.asText());
      }
    }
    return true;
  }

  private static List<Map.Entry<String, JsonNode>> members(JsonNode container) {
    if (container.isObject()) {
      return List.copyOf(container.properties());
    }
    List<Map.Entry<String, JsonNode>> elements = new ArrayList<>();
    container.forEach(element -> elements.add(Map.entry("", element)));
    return elements;
  }

  /** The members of an object parameter, by name. */
  public Map<String, String> entries(String name) {
    Map<String, String> entries = new LinkedHashMap<>();
    String prefix = name + ".";
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            entries.put(key.substring(prefix.length()), value);
          }
        });
    return entries;
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A flag that is off unless it says true. */
  public boolean flag(String name) {
    return optional(name).map(Boolean::parseBoolean).orElse(false);
  }

  /** The items {@code prefix.1}, {@code prefix.2}, … up to the first that is missing. */
  public List<String> list(String prefix) {
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= LONGEST_LIST && values.containsKey(prefix + "." + i); i++) {
      items.add(values.get(prefix + "." + i));
    }
    return items;
  }

  /** The structures {@code prefix.1.…}, {@code prefix.2.…}, each as parameters of its own. */
  public List<Parameters> structures(String prefix) {
    List<Parameters> structures = new ArrayList<>();
    for (int i = 1; i <= LONGEST_LIST; i++) {
      Map<String, String> inside = entries(prefix + "." + i);
      if (inside.isEmpty()) {
        break;
      }
      structures.add(new Parameters(inside));
    }
    return structures;
  }

  /** The list of {@code Key}/{@code Value} structures under the prefix. */
  public Map<String, String> tags(String prefix) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Parameters tag : structures(prefix)) {
      tags.put(tag.optional("Key").orElse(""), tag.optional("Value").orElse(""));
    }
    return tags;
  }
}
