package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.aws.Regions;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DescribeSpotPriceHistory: up to ninety days back, the newest first. */
final class SpotPriceListing {
  private static final Duration HISTORY = Duration.ofDays(90);
  private static final List<String> PRODUCTS =
      List.of("Linux/UNIX", "Red Hat Enterprise Linux", "SUSE Linux", "Windows");
  private final Regions regions;

  SpotPriceListing(Regions regions) {
    this.regions = regions;
  }

  Map<String, Operation> operations() {
    return Map.of("DescribeSpotPriceHistory", this::describe);
  }

  private Answer describe(Call call) {
    call.require("*", call.facts());
    Ec2Parameters parameters = new Ec2Parameters(call);
    parameters.stopIfDryRun();
    List<String> zones = new ArrayList<>();
    regions.zones(call.region()).forEach(zone -> zones.add(zone.name()));
    call.parameters()
        .optional("AvailabilityZone")
        .ifPresent(
            asked -> {
              if (!zones.contains(asked)) {
                throw Ec2Parameters.invalid("Invalid availability zone: [" + asked + "]");
              }
              zones.retainAll(List.of(asked));
            });
    List<String> types = new ArrayList<>(InstanceTypes.names());
    List<String> askedTypes = call.parameters().list("InstanceType");
    for (String type : askedTypes) {
      if (!types.contains(type)) {
        throw Ec2Parameters.invalid("Invalid value '" + type + "' for InstanceType.");
      }
    }
    types.removeIf(type -> !askedTypes.isEmpty() && !askedTypes.contains(type));
    List<String> products = new ArrayList<>(PRODUCTS);
    List<String> askedProducts = call.parameters().list("ProductDescription");
    products.removeIf(
        product ->
            !askedProducts.isEmpty()
                && !askedProducts.contains(product)
                && !askedProducts.contains(product + " (Amazon VPC)"));
    for (Ec2Parameters.Filter filter : parameters.filters()) {
      switch (filter.name()) {
        case "availability-zone" -> zones.removeIf(value -> !filter.accepts(value));
        case "instance-type" -> types.removeIf(value -> !filter.accepts(value));
        case "product-description" -> products.removeIf(value -> !filter.accepts(value));
        default -> throw Ec2Parameters.unknownFilter(filter.name());
      }
    }
    Ec2Parameters.Page<SpotPrices.Price> page =
        parameters.page(prices(call, zones, types, products), SpotPrices.Price::key);
    return Answer.of(
        xml -> {
          xml.list("spotPriceHistorySet", "item", page.items(), price -> write(xml, price));
          xml.text("nextToken", page.next().orElse(""));
        });
  }

  private static List<SpotPrices.Price> prices(
      Call call, List<String> zones, List<String> types, List<String> products) {
    Instant now = call.now();
    Instant end = time(call, "EndTime").filter(t -> t.isBefore(now)).orElse(now);
    Instant oldest = now.minus(HISTORY);
    Instant start = time(call, "StartTime").filter(t -> t.isAfter(oldest)).orElse(oldest);
    if (start.isAfter(now)) {
      start = now;
    }
    List<SpotPrices.Price> prices = new ArrayList<>();
    for (String type : types) {
      for (String product : products) {
        for (String zone : zones) {
          prices.addAll(SpotPrices.between(zone, type, product, start, end));
        }
      }
    }
    prices.sort(Comparator.comparing(SpotPrices.Price::since).reversed());
    return prices;
  }

  private static Optional<Instant> time(Call call, String name) {
    try {
      return call.parameters().optional(name).map(t -> OffsetDateTime.parse(t).toInstant());
    } catch (DateTimeException notATime) {
      throw new AwsFault(
          400, "InvalidParameterValue", "Value for parameter " + name + " is not a valid time.");
    }
  }

  private static void write(XmlBody xml, SpotPrices.Price price) {
    xml.text("instanceType", price.type())
        .text("productDescription", price.product())
        .text("spotPrice", price.amount().toPlainString())
        .text("timestamp", price.since())
        .text("availabilityZone", price.zone());
  }
}
