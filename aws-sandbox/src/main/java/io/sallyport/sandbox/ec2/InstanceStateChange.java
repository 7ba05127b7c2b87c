package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.account.Instance.State;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.wire.AwsFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * StartInstances, StopInstances and TerminateInstances: all of the instances named, or none. The
 * answer shows the passing state, the next look the final one.
 */
final class InstanceStateChange {
  private static final Duration TERMINATED_ARE_KEPT = Duration.ofHours(1);

  /** From what state to what state, through which passing state. */
  private enum Change {
    START(State.PENDING, State.RUNNING),
    STOP(State.STOPPING, State.STOPPED),
    TERMINATE(State.SHUTTING_DOWN, State.TERMINATED);

    private final State passing;
    private final State last;

    Change(State passing, State last) {
      this.passing = passing;
      this.last = last;
    }

    void requirePossible(Instance instance) {
      if (this != TERMINATE && instance.state() == State.TERMINATED) {
        throw new AwsFault(
            400,
            "IncorrectInstanceState",
            "The instance '"
                + instance.id()
                + "' is not in a state from which it can be "
                + (this == START ? "started." : "stopped."));
      }
      if (this == STOP && instance.spot()) {
        throw new AwsFault(
            400,
            "UnsupportedOperation",
            "You can't stop the Spot Instance '"
                + instance.id()
                + "' because it is associated"
                + " with a one-time Spot Instance request.");
      }
    }
  }

  Map<String, Operation> operations() {
    return Map.of(
        "StartInstances", call -> change(call, Change.START),
        "StopInstances", call -> change(call, Change.STOP),
        "TerminateInstances", call -> change(call, Change.TERMINATE));
  }

  private record Changed(Instance before, State now) {}

  private Answer change(Call call, Change change) {
    Ec2Parameters parameters = new Ec2Parameters(call);
    List<Instance> instances = parameters.instances();
    if (instances.isEmpty()) {
      throw Ec2Parameters.missing("InstanceId");
    }
    for (Instance instance : instances) {
      call.require(
          "arn:aws:ec2:"
              + call.region()
              + ":"
              + call.caller().accountId()
              + ":instance/"
              + instance.id(),
          call.facts()
              .with("ec2:Region", call.region())
              .with("ec2:InstanceType", instance.type())
              .with("ec2:AvailabilityZone", instance.zone())
              .with("ec2:InstanceMarketType", instance.spot() ? "spot" : "on-demand")
              .withEach("aws:ResourceTag/", instance.tags())
              .withEach("ec2:ResourceTag/", instance.tags()));
    }
    parameters.stopIfDryRun();
    instances.forEach(change::requirePossible);
    List<Changed> changed = new ArrayList<>();
    for (Instance instance : instances) {
      boolean already = instance.state() == change.last;
      changed.add(new Changed(instance, already ? change.last : change.passing));
      if (!already) {
        call.account().put(instance.in(change.last, call.now()));
      }
    }
    forgetTerminated(call);
    call.cloud().markChanged();
    return Answer.of(
        xml ->
            xml.list(
                "instancesSet",
                "item",
                changed,
                one -> {
                  InstanceXml instance = new InstanceXml(xml);
                  xml.text("instanceId", one.before().id());
                  xml.inside("currentState", () -> instance.state(one.now()));
                  xml.inside("previousState", () -> instance.state(one.before().state()));
                }));
  }

  private static void forgetTerminated(Call call) {
    for (Instance instance : call.account().instances()) {
      if (instance.state() == State.TERMINATED
          && instance.stateSince().isBefore(call.now().minus(TERMINATED_ARE_KEPT))) {
        call.account().removeInstance(instance.id());
      }
    }
  }
}
