package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.aws.Regions;
import io.sallyport.sandbox.identity.KeySource;
import java.util.HashMap;
import java.util.Map;

/**
 * All EC2 operations.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html">EC2 API
 *     reference</a>
 */
public final class Ec2Operations {
  private final Regions regions;
  private final KeySource source;

  public Ec2Operations(Regions regions, KeySource source) {
    this.regions = regions;
    this.source = source;
  }

  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    operations.putAll(new InstanceLaunch(regions, source).operations());
    operations.putAll(new InstanceListing().operations());
    operations.putAll(new InstanceStateChange().operations());
    operations.putAll(new RegionListing(regions).operations());
    operations.putAll(new SpotPriceListing(regions).operations());
    return operations;
  }
}
