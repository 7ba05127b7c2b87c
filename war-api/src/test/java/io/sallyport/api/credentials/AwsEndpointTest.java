package io.sallyport.api.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class AwsEndpointTest {
  @Test
  void fipsEndpointsAreTakenWhereAwsHasThem() {
    for (Region region : new Region[] {Region.US_EAST_1, Region.US_EAST_2, Region.US_WEST_2}) {
      assertThat(AwsEndpoint.hasFips("ec2", region)).as("ec2 in %s", region).isTrue();
      assertThat(AwsEndpoint.hasFips("sts", region)).as("sts in %s", region).isTrue();
    }
    assertThat(AwsEndpoint.hasFips("ec2", Region.CA_CENTRAL_1)).isTrue();
    assertThat(AwsEndpoint.hasFips("ec2", Region.EU_CENTRAL_1)).isFalse();
    assertThat(AwsEndpoint.hasFips("sts", Region.EU_CENTRAL_1)).isFalse();
  }

  @Test
  void aSandboxIsReachedByHttpsOnly() {
    assertThatThrownBy(() -> new AwsEndpoint(Optional.of(URI.create("http://localhost:1")), true))
        .hasMessageContaining("https URL");
  }
}
