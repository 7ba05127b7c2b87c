package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.wire.AwsFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DescribeInstances: the instances of one region, filtered and by pages. */
final class InstanceListing {
  private static final Duration TERMINATED_ARE_SHOWN = Duration.ofHours(1);

  Map<String, Operation> operations() {
    return Map.of("DescribeInstances", this::describe);
  }

  private Answer describe(Call call) {
    call.require("*", call.facts());
    Ec2Parameters parameters = new Ec2Parameters(call);
    parameters.stopIfDryRun();
    boolean named = !call.parameters().list("InstanceId").isEmpty();
    if (named && call.parameters().optional("MaxResults").isPresent()) {
      throw new AwsFault(
          400,
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    List<Instance> candidates =
        named ? parameters.instances() : call.account().instances(call.region());
    List<Ec2Parameters.Filter> filters = parameters.filters();
    filters.forEach(InstanceListing::requireKnown);
    List<Instance> matching =
        candidates.stream()
            .filter(instance -> stillShown(instance, call))
            .filter(instance -> filters.stream().allMatch(f -> matches(f, instance)))
            .toList();
    Ec2Parameters.Page<Instance> page = parameters.page(matching, Instance::id);
    Map<String, List<Instance>> reservations = new LinkedHashMap<>();
    for (Instance instance : page.items()) {
      reservations.computeIfAbsent(instance.reservationId(), id -> new ArrayList<>()).add(instance);
    }
    return Answer.of(
        xml -> {
          InstanceXml instances = new InstanceXml(xml);
          xml.list(
              "reservationSet",
              "item",
              reservations.values(),
              together -> instances.reservation(call.caller().accountId(), together));
          page.next().ifPresent(token -> xml.text("nextToken", token));
        });
  }

  private static boolean stillShown(Instance instance, Call call) {
    return instance.state() != Instance.State.TERMINATED
        || instance.stateSince().isAfter(call.now().minus(TERMINATED_ARE_SHOWN));
  }

  private static void requireKnown(Ec2Parameters.Filter filter) {
    if (!filter.name().startsWith("tag:") && value(filter.name()).isEmpty()) {
      throw Ec2Parameters.unknownFilter(filter.name());
    }
  }

  private static boolean matches(Ec2Parameters.Filter filter, Instance instance) {
    if (filter.name().startsWith("tag:")) {
      String value = instance.tags().get(filter.name().substring("tag:".length()));
      return value != null && filter.accepts(value);
    }
    return value(filter.name()).orElseThrow().of(instance).stream().anyMatch(filter::accepts);
  }

  /** What a filter looks at. */
  @FunctionalInterface
  private interface Value {
    List<String> of(Instance instance);
  }

  private static Optional<Value> value(String filter) {
    return Optional.ofNullable(
        switch (filter) {
          case "instance-id" -> (Value) i -> List.of(i.id());
          case "instance-state-name" -> i -> List.of(i.state().written());
          case "instance-state-code" -> i -> List.of(String.valueOf(i.state().code()));
          case "instance-type" -> i -> List.of(i.type());
          case "image-id" -> i -> List.of(i.imageId());
          case "availability-zone" -> i -> List.of(i.zone());
          case "reservation-id" -> i -> List.of(i.reservationId());
          case "instance-lifecycle" -> i -> i.spot() ? List.of("spot") : List.of();
          case "tag-key" -> i -> List.copyOf(i.tags().keySet());
          default -> null;
        });
  }
}
