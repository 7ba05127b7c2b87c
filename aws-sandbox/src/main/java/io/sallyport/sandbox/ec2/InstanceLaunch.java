package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.aws.Regions;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * RunInstances: authorised, as in EC2, for every kind of resource that a launch touches, and for
 * ec2:CreateTags where tags are given. A repeated client token answers the first launch again.
 */
final class InstanceLaunch {
  private static final Pattern IMAGE_ID = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_IN_ACCOUNT = 5000;
  private static final List<String> TOUCHED =
      List.of("network-interface", "security-group", "subnet", "volume");
  private final Regions regions;
  private final KeySource source;

  InstanceLaunch(Regions regions, KeySource source) {
    this.regions = regions;
    this.source = source;
  }

  /** What was asked. */
  private record Request(
      String imageId,
      String type,
      int least,
      int most,
      String zone,
      boolean spot,
      String clientToken,
      Map<String, String> tags) {}

  Map<String, Operation> operations() {
    return Map.of("RunInstances", this::run);
  }

  private Answer run(Call call) {
    Request request = read(call);
    authorize(call, request);
    new Ec2Parameters(call).stopIfDryRun();
    List<Instance> instances = earlier(call, request).orElseGet(() -> launch(call, request));
    return Answer.of(xml -> new InstanceXml(xml).reservation(call.caller().accountId(), instances));
  }

  private Request read(Call call) {
    Parameters parameters = call.parameters();
    String imageId =
        parameters.optional("ImageId").orElseThrow(() -> Ec2Parameters.missing("ImageId"));
    if (!IMAGE_ID.matcher(imageId).matches()) {
      throw new AwsFault(400, "InvalidAMIID.Malformed", "Invalid id: \"" + imageId + "\"");
    }
    String type = parameters.optional("InstanceType").orElse("t3.micro");
    if (InstanceTypes.hourlyPrice(type).isEmpty()) {
      throw Ec2Parameters.invalid("Invalid value '" + type + "' for InstanceType.");
    }
    int least = count(parameters, "MinCount");
    int most = count(parameters, "MaxCount");
    if (least > most) {
      throw Ec2Parameters.invalid("Value (" + least + ") for parameter minCount is invalid.");
    }
    String zone =
        parameters
            .optional("Placement.AvailabilityZone")
            .orElse(regions.zones(call.region()).get(0).name());
    if (regions.zones(call.region()).stream().noneMatch(z -> z.name().equals(zone))) {
      throw Ec2Parameters.invalid("Invalid availability zone: [" + zone + "]");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (Parameters specification : parameters.structures("TagSpecification")) {
      if (specification.optional("ResourceType").orElse("").equals("instance")) {
        tags.putAll(specification.tags("Tag"));
      }
    }
    boolean spot =
        parameters.optional("InstanceMarketOptions.MarketType").orElse("").equals("spot");
    return new Request(
        imageId,
        type,
        least,
        most,
        zone,
        spot,
        parameters.optional("ClientToken").orElse(""),
        tags);
  }

  private static int count(Parameters parameters, String name) {
    String text = parameters.optional(name).orElseThrow(() -> Ec2Parameters.missing(name));
    if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > MOST_AT_ONCE) {
      throw Ec2Parameters.invalid(
          "Value (" + text + ") for parameter " + name + " must be between 1 and " + MOST_AT_ONCE);
    }
    return Integer.parseInt(text);
  }

  private static void authorize(Call call, Request request) {
    String here = "arn:aws:ec2:" + call.region() + ":" + call.caller().accountId() + ":";
    RequestFacts common = call.facts().with("ec2:Region", call.region());
    RequestFacts instance =
        common
            .with("ec2:InstanceType", request.type())
            .with("ec2:AvailabilityZone", request.zone())
            .with("ec2:InstanceMarketType", request.spot() ? "spot" : "on-demand")
            .withEach("aws:RequestTag/", request.tags())
            .with("aws:TagKeys", List.copyOf(request.tags().keySet()));
    call.require(here + "instance/*", instance);
    call.require("arn:aws:ec2:" + call.region() + "::image/" + request.imageId(), common);
    TOUCHED.forEach(kind -> call.require(here + kind + "/*", common));
    if (!request.tags().isEmpty()) {
      call.requireAction(
          "ec2:CreateTags", here + "instance/*", instance.with("ec2:CreateAction", "RunInstances"));
    }
  }

  private static Optional<List<Instance>> earlier(Call call, Request request) {
    List<Instance> launched =
        call.account().instances(call.region()).stream()
            .filter(i -> !i.clientToken().isEmpty())
            .filter(i -> i.clientToken().equals(request.clientToken()))
            .toList();
    if (launched.stream()
        .anyMatch(
            i -> !i.imageId().equals(request.imageId()) || !i.type().equals(request.type()))) {
      throw new AwsFault(
          400,
          "IdempotentParameterMismatch",
          "The client token you have provided is associated with a different request.");
    }
    return launched.isEmpty() ? Optional.empty() : Optional.of(launched);
  }

  /** Launches; the answer says pending, and the next look finds them running. */
  private List<Instance> launch(Call call, Request request) {
    int room = MOST_IN_ACCOUNT - call.account().instances().size();
    if (room < request.least()) {
      throw new AwsFault(
          400, "InstanceLimitExceeded", "You have requested more instances than are allowed.");
    }
    String reservation = source.resourceId("r-");
    List<Instance> answered = new ArrayList<>();
    for (int i = 0; i < Math.min(room, request.most()); i++) {
      int number = call.account().instances().size();
      Instance instance =
          new Instance(
              source.resourceId("i-"),
              reservation,
              call.region(),
              request.zone(),
              request.type(),
              request.imageId(),
              request.spot(),
              Instance.State.RUNNING,
              call.now(),
              call.now(),
              "10.0." + number / 250 + "." + (number % 250 + 4),
              request.clientToken(),
              request.tags());
      call.account().put(instance);
      answered.add(instance.in(Instance.State.PENDING, call.now()));
    }
    call.cloud().markChanged();
    return answered;
  }
}
