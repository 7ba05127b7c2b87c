package io.sallyport.sandbox.containers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.wire.AwsFault;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Each cluster has one service, and a task on each of its instances.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html">ECS API
 *     reference</a>
 */
public final class EcsOperations {
  private static final String SERVICE = "web";

  private final Clusters clusters = new Clusters("aws:ecs:clusterName");

  public Map<String, Operation> operations() {
    return Map.of(
        "ListClusters", this::listClusters,
        "DescribeClusters", this::describeClusters,
        "ListServices", this::listServices,
        "DescribeServices", this::describeServices,
        "ListTasks", this::listTasks,
        "DescribeTasks", this::describeTasks);
  }

  private Answer listClusters(Call call) {
    call.require("*", call.facts());
    return Clusters.listed(
        call,
        clusters.names(call).stream().map(name -> clusterArn(call, name)).toList(),
        "clusterArns");
  }

  private Answer describeClusters(Call call) {
    call.require("*", call.facts());
    return described(
        call,
        "clusters",
        clusters.names(call),
        name -> clusterArn(call, name),
        (name, json) ->
            json.put("clusterArn", clusterArn(call, name))
                .put("clusterName", name)
                .put("status", "ACTIVE")
                .put("activeServicesCount", 1)
                .put("runningTasksCount", clusters.instances(call, name).size())
                .put("registeredContainerInstancesCount", clusters.instances(call, name).size()));
  }

  private Answer listServices(Call call) {
    call.require("*", call.facts());
    String cluster = cluster(call);
    return Clusters.listed(call, List.of(serviceArn(call, cluster)), "serviceArns");
  }

  private Answer describeServices(Call call) {
    call.require("*", call.facts());
    String cluster = cluster(call);
    int tasks = clusters.instances(call, cluster).size();
    return described(
        call,
        "services",
        List.of(SERVICE),
        name -> serviceArn(call, cluster),
        (name, json) ->
            json.put("serviceArn", serviceArn(call, cluster))
                .put("serviceName", name)
                .put("clusterArn", clusterArn(call, cluster))
                .put("status", "ACTIVE")
                .put("desiredCount", tasks)
                .put("runningCount", tasks)
                .put("pendingCount", 0));
  }

  private Answer listTasks(Call call) {
    call.require("*", call.facts());
    String cluster = cluster(call);
    return Clusters.listed(
        call,
        clusters.instances(call, cluster).stream()
            .map(each -> taskArn(call, cluster, each))
            .toList(),
        "taskArns");
  }

  private Answer describeTasks(Call call) {
    call.require("*", call.facts());
    String cluster = cluster(call);
    return described(
        call,
        "tasks",
        clusters.instances(call, cluster),
        each -> taskArn(call, cluster, each),
        (each, json) ->
            json.put("taskArn", taskArn(call, cluster, each))
                .put("clusterArn", clusterArn(call, cluster))
                .put("lastStatus", "RUNNING")
                .put("desiredStatus", "RUNNING")
                .put("availabilityZone", each.zone())
                .put("group", "service:" + SERVICE));
  }

  private String cluster(Call call) {
    String asked = name(call.parameters().optional("cluster").orElse("default"));
    if (!clusters.names(call).contains(asked)) {
      throw new AwsFault(400, "ClusterNotFoundException", "Cluster not found.");
    }
    return asked;
  }

  /** Those of all that were asked for, by name or ARN, and which of these there are not. */
  private static <T> Answer described(
      Call call,
      String member,
      List<T> all,
      Function<T, String> arn,
      BiConsumer<T, ObjectNode> write) {
    List<String> asked = call.parameters().list(member);
    return Answer.json(
        json -> {
          ArrayNode found = json.putArray(member);
          ArrayNode failures = json.putArray("failures");
          for (String each : asked) {
            all.stream()
                .filter(one -> name(arn.apply(one)).equals(name(each)))
                .findFirst()
                .ifPresentOrElse(
                    one -> write.accept(one, found.addObject()),
                    () -> failures.addObject().put("arn", each).put("reason", "MISSING"));
          }
        });
  }

  private static String name(String arnOrName) {
    return arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
  }

  private static String clusterArn(Call call, String cluster) {
    return Clusters.arn(call, "ecs", "cluster/" + cluster);
  }

  private static String serviceArn(Call call, String cluster) {
    return Clusters.arn(call, "ecs", "service/" + cluster + "/" + SERVICE);
  }

  private static String taskArn(Call call, String cluster, Instance instance) {
    return Clusters.arn(call, "ecs", "task/" + cluster + "/" + instance.id().substring(2));
  }
}
