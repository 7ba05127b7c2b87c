package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.aws.Regions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** DescribeRegions and DescribeAvailabilityZones. */
final class RegionListing {
  private final Regions regions;

  RegionListing(Regions regions) {
    this.regions = regions;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "DescribeRegions", this::describeRegions,
        "DescribeAvailabilityZones", this::describeZones);
  }

  private Answer describeRegions(Call call) {
    call.require("*", call.facts());
    Ec2Parameters parameters = new Ec2Parameters(call);
    parameters.stopIfDryRun();
    List<String> asked = call.parameters().list("RegionName");
    for (String name : asked) {
      if (!regions.isKnown(name)) {
        throw Ec2Parameters.invalid("Invalid region names: [" + name + "]");
      }
    }
    List<String> shown =
        filtered(
            parameters,
            asked.isEmpty() ? regions.names() : asked,
            Map.of(
                "region-name", name -> name,
                "endpoint", RegionListing::endpoint,
                "opt-in-status", name -> "opt-in-not-required"));
    return Answer.of(
        xml ->
            xml.list(
                "regionInfo",
                "item",
                shown,
                name ->
                    xml.text("regionName", name)
                        .text("regionEndpoint", endpoint(name))
                        .text("optInStatus", "opt-in-not-required")));
  }

  private Answer describeZones(Call call) {
    call.require("*", call.facts());
    Ec2Parameters parameters = new Ec2Parameters(call);
    parameters.stopIfDryRun();
    List<String> asked = call.parameters().list("ZoneName");
    List<Regions.Zone> zones = regions.zones(call.region());
    for (String name : asked) {
      if (zones.stream().noneMatch(zone -> zone.name().equals(name))) {
        throw Ec2Parameters.invalid("Invalid availability zone: [" + name + "]");
      }
    }
    List<Regions.Zone> shown =
        filtered(
            parameters,
            zones.stream().filter(z -> asked.isEmpty() || asked.contains(z.name())).toList(),
            Map.of(
                "zone-name",
                Regions.Zone::name,
                "zone-id",
                Regions.Zone::id,
                "region-name",
                zone -> call.region(),
                "state",
                zone -> "available"));
    return Answer.of(
        xml ->
            xml.list(
                "availabilityZoneInfo",
                "item",
                shown,
                zone ->
                    xml.text("zoneName", zone.name())
                        .text("zoneState", "available")
                        .text("regionName", call.region())
                        .text("zoneId", zone.id())
                        .text("groupName", call.region() + "-zg-1")
                        .text("networkBorderGroup", call.region())
                        .text("zoneType", "availability-zone")
                        .text("optInStatus", "opt-in-not-required")));
  }

  private static <T> List<T> filtered(
      Ec2Parameters parameters, List<T> items, Map<String, Function<T, String>> known) {
    List<T> left = items;
    for (Ec2Parameters.Filter filter : parameters.filters()) {
      Function<T, String> value = known.get(filter.name());
      if (value == null) {
        throw Ec2Parameters.unknownFilter(filter.name());
      }
      left = left.stream().filter(item -> filter.accepts(value.apply(item))).toList();
    }
    return left;
  }

  private static String endpoint(String region) {
    return "ec2." + region + ".amazonaws.com";
  }
}
