package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.List;

/** Writes reservations and instances as EC2 does. */
record InstanceXml(XmlBody xml) {
  private static final String BY_USER = "Client.UserInitiatedShutdown";

  /** A reservation: the instances that were launched together. */
  void reservation(String accountId, List<Instance> together) {
    xml.text("reservationId", together.get(0).reservationId())
        .text("ownerId", accountId)
        .list("groupSet", "item", List.<String>of(), group -> {})
        .list("instancesSet", "item", together, this::instance);
  }

  private void instance(Instance instance) {
    xml.text("instanceId", instance.id())
        .text("imageId", instance.imageId())
        .inside("instanceState", () -> state(instance.state()))
        .text("privateDnsName", "ip-" + instance.privateAddress().replace('.', '-') + ".internal")
        .text("instanceType", instance.type())
        .text("launchTime", instance.launched())
        .inside(
            "placement",
            () -> xml.text("availabilityZone", instance.zone()).text("tenancy", "default"))
        .inside("monitoring", () -> xml.text("state", "disabled"))
        .text("privateIpAddress", instance.privateAddress())
        .text("architecture", instance.type().matches("[a-z]+[0-9]g.*") ? "arm64" : "x86_64")
        .text("clientToken", instance.clientToken());
    if (instance.spot()) {
      xml.text("instanceLifecycle", "spot");
    }
    if (instance.state() == Instance.State.TERMINATED) {
      xml.inside(
          "stateReason",
          () -> xml.text("code", BY_USER).text("message", BY_USER + ": User initiated shutdown"));
    }
    xml.tags("tagSet", "item", "key", "value", instance.tags());
  }

  void state(Instance.State state) {
    xml.text("code", state.code()).text("name", state.written());
  }
}
