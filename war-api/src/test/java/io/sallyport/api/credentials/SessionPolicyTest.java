package io.sallyport.api.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  /** What STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. */
  private static final int MOST_CHARACTERS = 2_048;

  @Test
  void aConnectionThatIsForEverythingCanStillBeTested() {
    String policy =
        RoleSessions.sessionPolicy(
            AllowList.ofThisRelease().permissions(EnumSet.allOf(Capability.class)));
    assertThat(policy)
        .contains("cloudtrail:LookupEvents", "ec2:InstanceMarketType")
        .hasSizeLessThan(MOST_CHARACTERS);
  }
}
