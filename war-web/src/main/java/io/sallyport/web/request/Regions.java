package io.sallyport.web.request;

import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/** The regions that people can choose from: those this release's AWS SDK knows. */
public final class Regions {
  private static final List<String> PARTITIONS = List.of("aws", "aws-us-gov", "aws-cn");

  private Regions() {}

  /**
   * A region to choose.
   *
   * @param code e.g. {@code eu-central-1}
   * @param name e.g. {@code Europe (Frankfurt)}
   */
  public record Choice(String code, String name) {
    public String getCode() {
      return code;
    }

    public String getName() {
      return name;
    }
  }

  /** All regions, by code. */
  public static List<Choice> all() {
    return Region.regions().stream()
        .filter(region -> !region.isGlobalRegion())
        .map(Region::metadata)
        .filter(region -> region != null && PARTITIONS.contains(region.partition().id()))
        .map(Regions::choice)
        .sorted(Comparator.comparing(Choice::code))
        .toList();
  }

  /** Those of one partition, by code. */
  public static List<Choice> in(String partition) {
    return all().stream()
        .filter(each -> Region.of(each.code()).metadata().partition().id().equals(partition))
        .toList();
  }

  private static Choice choice(RegionMetadata region) {
    return new Choice(region.id(), region.description());
  }
}
