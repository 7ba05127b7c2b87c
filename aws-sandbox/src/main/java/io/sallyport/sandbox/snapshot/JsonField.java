package io.sallyport.sandbox.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A value of a JSON document that knows where it stands, so that what is wrong is refused by the
 * name of its field; fields that are not expected are refused too.
 */
public final class JsonField {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private final JsonNode node;
  private final String path;

  private JsonField(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * Reads a document.
   *
   * @param name what messages call the document
   * @throws BadFieldException if it is not JSON
   */
  public static JsonField parse(String text, String name) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || !root.isObject()) {
        throw new BadFieldException(name + " must be a JSON object");
      }
      return new JsonField(root, name);
    } catch (JsonProcessingException broken) {
      throw new BadFieldException(
          name + " is not JSON: " + broken.getOriginalMessage() + place(broken));
    }
  }

  private static String place(JsonProcessingException broken) {
    return broken.getLocation() == null ? "" : " (line " + broken.getLocation().getLineNr() + ")";
  }

  /** This object, which must have no fields but these. */
  public JsonField only(String... names) {
    requireObject();
    Set<String> known = Set.of(names);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new BadFieldException(inside(name) + " is not known here");
              }
            });
    return this;
  }

  public Optional<JsonField> optional(String name) {
    requireObject();
    JsonNode value = node.get(name);
    return value == null || value.isNull()
        ? Optional.empty()
        : Optional.of(new JsonField(value, inside(name)));
  }

  public JsonField required(String name) {
    return optional(name).orElseThrow(() -> new BadFieldException(inside(name) + " is missing"));
  }

  /** The elements of an array field; none where the field is absent. */
  public List<JsonField> each(String name) {
    List<JsonField> elements = new ArrayList<>();
    optional(name)
        .ifPresent(
            array -> {
              if (!array.node.isArray()) {
                throw new BadFieldException(array.path + " must be a list");
              }
              for (int i = 0; i < array.node.size(); i++) {
                elements.add(new JsonField(array.node.get(i), array.path + "[" + i + "]"));
              }
            });
    return elements;
  }

  /** The entries of an object field; none where the field is absent. */
  public Map<String, JsonField> entries(String name) {
    Map<String, JsonField> entries = new LinkedHashMap<>();
    optional(name)
        .ifPresent(
            object -> {
              object.requireObject();
              object
                  .node
                  .properties()
                  .forEach(
                      e ->
                          entries.put(
                              e.getKey(), new JsonField(e.getValue(), object.inside(e.getKey()))));
            });
    return entries;
  }

  /** The text, which must have that form. */
  public String text(String form) {
    if (!node.isTextual() || !node.asText().matches(form)) {
      throw new BadFieldException(path + " must be a text of the form " + form);
    }
    return node.asText();
  }

  public int number(int least, int most) {
    if (!node.isInt() || node.asInt() < least || node.asInt() > most) {
      throw new BadFieldException(
          path + " must be a whole number between " + least + " and " + most);
    }
    return node.asInt();
  }

  public boolean flag() {
    if (!node.isBoolean()) {
      throw new BadFieldException(path + " must be true or false");
    }
    return node.asBoolean();
  }

  /** A JSON document written out in place, or as a text. */
  public String document() {
    return node.isTextual() ? node.asText() : node.toString();
  }

  /** Converts; what the conversion refuses is refused with the name of this field. */
  public <T> T as(Function<JsonField, T> conversion) {
    try {
      return conversion.apply(this);
    } catch (BadFieldException named) {
      throw named;
    } catch (RuntimeException refused) {
      throw new BadFieldException(path + ": " + refused.getMessage());
    }
  }

  private void requireObject() {
    if (!node.isObject()) {
      throw new BadFieldException(path + " must be an object");
    }
  }

  private String inside(String name) {
    return path + "." + name;
  }
}
