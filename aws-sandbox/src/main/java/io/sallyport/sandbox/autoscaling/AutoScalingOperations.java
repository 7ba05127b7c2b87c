package io.sallyport.sandbox.autoscaling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Listing;
import io.sallyport.sandbox.aws.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups are what the instances say that they are in, by the tag that Auto Scaling itself gives
 * them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html">DescribeAutoScalingGroups</a>
 */
public final class AutoScalingOperations {
  private static final String GROUP = "aws:autoscaling:groupName";
  private static final int MOST = 100;

  public Map<String, Operation> operations() {
    return Map.of(
        "DescribeAutoScalingGroups", this::groups, "DescribeScalingActivities", this::activities);
  }

  private static Map<String, List<Instance>> grouped(Call call) {
    Map<String, List<Instance>> groups = new TreeMap<>();
    for (Instance instance : call.account().instances(call.region())) {
      String group = instance.tags().get(GROUP);
      if (group != null && instance.state() == Instance.State.RUNNING) {
        groups.computeIfAbsent(group, name -> new ArrayList<>()).add(instance);
      }
    }
    return groups;
  }

  private Answer groups(Call call) {
    call.require("*", call.facts());
    Map<String, List<Instance>> groups = grouped(call);
    List<String> named = call.parameters().list("AutoScalingGroupNames.member");
    groups.keySet().removeIf(name -> !named.isEmpty() && !named.contains(name));
    Listing<Map.Entry<String, List<Instance>>> page =
        Listing.of(
            List.copyOf(groups.entrySet()), call.parameters(), "MaxRecords", "NextToken", MOST);
    return Answer.json(
        json -> {
          ArrayNode list = json.putArray("AutoScalingGroups");
          page.items().forEach(each -> write(each.getKey(), each.getValue(), list.addObject()));
          page.tell(json, "NextToken");
        });
  }

  private static void write(String name, List<Instance> instances, ObjectNode json) {
    json.put("AutoScalingGroupName", name);
    json.put("MinSize", 1);
    json.put("MaxSize", instances.size() * 2);
    json.put("DesiredCapacity", instances.size());
    json.put("DefaultCooldown", 300);
    json.put("HealthCheckType", "EC2");
    json.putPOJO("CreatedTime", created(instances));
    ArrayNode zones = json.putArray("AvailabilityZones");
    instances.stream().map(Instance::zone).distinct().sorted().forEach(zones::add);
    ArrayNode members = json.putArray("Instances");
    for (Instance instance : instances) {
      members
          .addObject()
          .put("InstanceId", instance.id())
          .put("InstanceType", instance.type())
          .put("AvailabilityZone", instance.zone())
          .put("LifecycleState", "InService")
          .put("HealthStatus", "Healthy")
          .put("ProtectedFromScaleIn", false);
    }
  }

  private static Instant created(List<Instance> instances) {
    return instances.stream().map(Instance::launched).min(Instant::compareTo).orElseThrow();
  }

  private Answer activities(Call call) {
    call.require("*", call.facts());
    String group = call.parameters().optional("AutoScalingGroupName").orElse("");
    List<Instance> launched =
        grouped(call).entrySet().stream()
            .filter(each -> group.isEmpty() || each.getKey().equals(group))
            .flatMap(each -> each.getValue().stream())
            .toList();
    Listing<Instance> page =
        Listing.of(launched, call.parameters(), "MaxRecords", "NextToken", MOST);
    return Answer.json(
        json -> {
          ArrayNode list = json.putArray("Activities");
          for (Instance instance : page.items()) {
            list.addObject()
                .put("ActivityId", "launch-of-" + instance.id())
                .put("AutoScalingGroupName", instance.tags().get(GROUP))
                .put("Description", "Launching a new EC2 instance: " + instance.id())
                .put("Cause", "The group was created.")
                .put("StatusCode", "Successful")
                .put("Progress", 100)
                .putPOJO("StartTime", instance.launched());
          }
          page.tell(json, "NextToken");
        });
  }
}
