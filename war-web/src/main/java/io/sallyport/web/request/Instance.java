package io.sallyport.web.request;

import java.util.List;
import java.util.Map;

/**
 * An EC2 instance as the page shows it.
 *
 * @param name the value of its {@code Name} tag, or empty
 */
public record Instance(
    String id, String name, String type, String state, String zone, String address) {
  /** The instances in the result of {@code DescribeInstances}. */
  static List<Instance> in(Map<String, Object> result) {
    return AwsJson.objects(result, "Reservations")
        .flatMap(reservation -> AwsJson.objects(reservation, "Instances"))
        .map(Instance::of)
        .toList();
  }

  private static Instance of(Map<String, Object> instance) {
    return new Instance(
        AwsJson.text(instance, "InstanceId"),
        AwsJson.objects(instance, "Tags")
            .filter(tag -> "Name".equals(tag.get("Key")))
            .map(tag -> AwsJson.text(tag, "Value"))
            .findFirst()
            .orElse(""),
        AwsJson.text(instance, "InstanceType"),
        AwsJson.text(AwsJson.object(instance, "State"), "Name"),
        AwsJson.text(AwsJson.object(instance, "Placement"), "AvailabilityZone"),
        AwsJson.text(instance, "PrivateIpAddress"));
  }
}
