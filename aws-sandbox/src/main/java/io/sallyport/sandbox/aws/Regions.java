package io.sallyport.sandbox.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The regions that are on by default in an AWS account, each with three zones.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html">AWS
 *     regions</a>
 */
public final class Regions {
  private static final Map<String, String> SHORT_NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("us-east-1", "use1"),
              Map.entry("us-east-2", "use2"),
              Map.entry("us-west-1", "usw1"),
              Map.entry("us-west-2", "usw2"),
              Map.entry("ap-south-1", "aps1"),
              Map.entry("ap-northeast-1", "apne1"),
              Map.entry("ap-northeast-2", "apne2"),
              Map.entry("ap-northeast-3", "apne3"),
              Map.entry("ap-southeast-1", "apse1"),
              Map.entry("ap-southeast-2", "apse2"),
              Map.entry("ca-central-1", "cac1"),
              Map.entry("eu-central-1", "euc1"),
              Map.entry("eu-west-1", "euw1"),
              Map.entry("eu-west-2", "euw2"),
              Map.entry("eu-west-3", "euw3"),
              Map.entry("eu-north-1", "eun1"),
              Map.entry("sa-east-1", "sae1")));

  /** A zone of a region, with the id that is the same in every account. */
  public record Zone(String name, String id) {}

  /** The names in alphabetical order. */
  public List<String> names() {
    return List.copyOf(SHORT_NAMES.keySet());
  }

  public boolean isKnown(String region) {
    return SHORT_NAMES.containsKey(region);
  }

  public List<Zone> zones(String region) {
    String id = SHORT_NAMES.get(region);
    return List.of(
        new Zone(region + "a", id + "-az1"),
        new Zone(region + "b", id + "-az2"),
        new Zone(region + "c", id + "-az3"));
  }
}
