package io.sallyport.sandbox.wire;

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
      String start = prefix + "." + i + ".";
      Map<String, String> inside = new LinkedHashMap<>();
      values.forEach(
          (name, value) -> {
            if (name.startsWith(start)) {
              inside.put(name.substring(start.length()), value);
            }
          });
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
