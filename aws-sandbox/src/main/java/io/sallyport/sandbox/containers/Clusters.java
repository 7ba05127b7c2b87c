package io.sallyport.sandbox.containers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Listing;
import java.util.List;
import java.util.Objects;

/** Which instances are in which cluster, by a tag. */
record Clusters(String tag) {
  private static final int MOST = 100;

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

  /** A page of names, or of ARNs. */
  static Answer listed(Call call, List<String> all, String member) {
    Listing<String> page = Listing.of(all, call.parameters(), "maxResults", "nextToken", MOST);
    return Answer.json(
        json -> {
          ArrayNode list = json.putArray(member);
          page.items().forEach(list::add);
          page.tell(json, "nextToken");
        });
  }
}
