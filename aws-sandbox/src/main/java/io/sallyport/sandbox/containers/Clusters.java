package io.sallyport.sandbox.containers;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Call;
import java.util.List;
import java.util.Objects;

/** Which instances are in which cluster, by a tag. */
record Clusters(String tag) {
  List<Instance> instances(Call call) {
    return call.account().instances(call.region()).stream()
        .filter(each -> each.tags().containsKey(tag))
        .toList();
  }

  List<Instance> instances(Call call, String cluster) {
    return instances(call).stream()
        .filter(each -> Objects.equals(each.tags().get(tag), cluster))
        .toList();
  }

  List<String> names(Call call) {
    return instances(call).stream().map(each -> each.tags().get(tag)).distinct().sorted().toList();
  }

  static String arn(Call call, String service, String resource) {
    return "arn:aws:%s:%s:%s:%s"
        .formatted(service, call.region(), call.caller().accountId(), resource);
  }
}
