package io.sallyport.web.request;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An EC2 instance as the page shows it.
 *
 * @param name the value of its {@code Name} tag, or empty
 */
public record Instance(
    String id, String name, String type, String state, String zone, String address) {
  /** The instances in the result of {@code DescribeInstances}. */
  static List<Instance> in(Map<String, Object> result) {
    return objects(result, "Reservations")
        .flatMap(reservation -> objects(reservation, "Instances"))
        .map(Instance::of)
        .toList();
  }

  private static Instance of(Map<String, Object> instance) {
    return new Instance(
        text(instance, "InstanceId"),
        objects(instance, "Tags")
            .filter(tag -> "Name".equals(tag.get("Key")))
            .map(tag -> text(tag, "Value"))
            .findFirst()
            .orElse(""),
        text(instance, "InstanceType"),
        text(object(instance, "State"), "Name"),
        text(object(instance, "Placement"), "AvailabilityZone"),
        text(instance, "PrivateIpAddress"));
  }

  private static String text(Map<String, Object> object, String name) {
    return Objects.toString(object.get(name), "");
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  private static Map<String, Object> object(Map<String, Object> object, String name) {
    return object.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  private static Stream<Map<String, Object>> objects(Map<String, Object> object, String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(each -> (Map<String, Object>) each)
        : Stream.empty();
  }
}
