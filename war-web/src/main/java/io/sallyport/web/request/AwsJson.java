package io.sallyport.web.request;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads members of what AWS answered; whatever is left out there is empty here. */
public final class AwsJson {
  private AwsJson() {}

  public static String text(Map<String, Object> object, String name) {
    return Objects.toString(object.get(name), "");
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  public static Map<String, Object> object(Map<String, Object> object, String name) {
    return object.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  public static Stream<Map<String, Object>> objects(Map<String, Object> object, String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(each -> (Map<String, Object>) each)
        : Stream.empty();
  }
}
