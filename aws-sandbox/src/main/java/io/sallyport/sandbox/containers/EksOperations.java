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

/**
 * Each cluster has one node group, of all of its instances.
 *
 * @see <a href="https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html">EKS API
 *     reference</a>
 */
public final class EksOperations {
  private static final String GROUP = "nodes";

  private final Clusters clusters = new Clusters("eks:cluster-name");

  public Map<String, Operation> operations() {
    return Map.of(
        "ListClusters", this::listClusters,
        "DescribeCluster", this::describeCluster,
        "ListNodegroups", this::listNodeGroups,
        "DescribeNodegroup", this::describeNodeGroup);
  }

  private Answer listClusters(Call call) {
    call.require("*", call.facts());
    return Clusters.listed(call, clusters.names(call), "clusters");
  }

  private Answer describeCluster(Call call) {
    String cluster = call.parameters().optional("name").orElse("");
    String arn = Clusters.arn(call, "eks", "cluster/" + cluster);
    call.require(arn, call.facts());
    requireCluster(call, cluster);
    return Answer.json(
        json ->
            json.putObject("cluster")
                .put("name", cluster)
                .put("arn", arn)
                .put("status", "ACTIVE")
                .put("version", "1.34"));
  }

  private Answer listNodeGroups(Call call) {
    String cluster = call.parameters().optional("name").orElse("");
    call.require(Clusters.arn(call, "eks", "cluster/" + cluster), call.facts());
    requireCluster(call, cluster);
    return Clusters.listed(call, List.of(GROUP), "nodegroups");
  }

  private Answer describeNodeGroup(Call call) {
    String cluster = call.parameters().optional("name").orElse("");
    String group = call.parameters().optional("nodegroupName").orElse("");
    String arn = Clusters.arn(call, "eks", "nodegroup/" + cluster + "/" + group + "/1");
    call.require(arn, call.facts());
    requireCluster(call, cluster);
    if (!group.equals(GROUP)) {
      throw missing("No node group found for name: " + group + ".");
    }
    List<Instance> instances = clusters.instances(call, cluster);
    return Answer.json(
        json -> {
          ObjectNode written = json.putObject("nodegroup");
          written
              .put("nodegroupName", group)
              .put("nodegroupArn", arn)
              .put("clusterName", cluster)
              .put("status", "ACTIVE");
          ArrayNode types = written.putArray("instanceTypes");
          instances.stream().map(Instance::type).distinct().sorted().forEach(types::add);
          written
              .putObject("scalingConfig")
              .put("minSize", 1)
              .put("maxSize", instances.size() * 2)
              .put("desiredSize", instances.size());
        });
  }

  private void requireCluster(Call call, String cluster) {
    if (!clusters.names(call).contains(cluster)) {
      throw missing("No cluster found for name: " + cluster + ".");
    }
  }

  private static AwsFault missing(String message) {
    return new AwsFault(404, "ResourceNotFoundException", message);
  }
}
