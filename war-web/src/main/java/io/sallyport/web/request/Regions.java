package io.sallyport.web.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * The regions that people can choose from: those that this release's AWS SDK knows in the partition
 * of the vendor's principal, which can enter accounts of no other.
 */
@ApplicationScoped
public class Regions {
  private final Config config;

  /** For the container's proxy. */
  protected Regions() {
    config = null;
  }

  /** Of the principal {@code sallyport.vendor.principal-arn}. */
  @Inject
  public Regions(Config config) {
    this.config = config;
  }

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

  /** All of them, by code. */
  public List<Choice> all() {
    String partition = partition(config.getValue("sallyport.vendor.principal-arn", String.class));
    return Region.regions().stream()
        .filter(region -> !region.isGlobalRegion())
        .map(Region::metadata)
        .filter(region -> region != null && region.partition().id().equals(partition))
        .map(Regions::choice)
        .sorted(Comparator.comparing(Choice::code))
        .toList();
  }

  /** The partition that an ARN is of, e.g. {@code aws-us-gov}. */
  public static String partition(String arn) {
    return arn.split(":", 3)[1];
  }

  private static Choice choice(RegionMetadata region) {
    return new Choice(region.id(), region.description());
  }
}
