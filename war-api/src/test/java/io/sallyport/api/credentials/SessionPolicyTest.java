package io.sallyport.api.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  /** What STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. */
  private static final int MOST_CHARACTERS = 2_048;

  private static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::123456789012:role/x/Renamed");

  @Test
  void whatIsOfTheRoleItselfIsOfNoOther() {
    AllowedOperation itself = AllowList.ofThisRelease().find("iam", "GetRole");
    assertThat(RoleSessions.sessionPolicy(ROLE, itself.permissions(), List.of()))
        .contains("\"Resource\":\"" + ROLE + "\"")
        .doesNotContain("\"*\"");
  }

  @Test
  void aConnectionThatIsForEverythingCanStillBeTested() {
    String policy =
        RoleSessions.sessionPolicy(
            ROLE,
            AllowList.ofThisRelease().permissions(EnumSet.allOf(Capability.class)),
            List.of());
    assertThat(policy)
        .contains("cloudtrail:LookupEvents", "ec2:InstanceMarketType")
        .hasSizeLessThan(MOST_CHARACTERS);
  }

  @Test
  void aSessionIsCutToWhatItsOperationTouches() {
    AllowedOperation reading = AllowList.ofThisRelease().find("s3", "GetObject");
    List<String> objects =
        reading.resources(reading.inPath("/reports/2026/a.csv"), "aws", "eu-central-1");
    assertThat(RoleSessions.sessionPolicy(ROLE, reading.permissions(), objects))
        .contains("\"arn:aws:s3:::reports/*\"")
        .doesNotContain("\"*\"");
    AllowedOperation ending = AllowList.ofThisRelease().find("ec2", "TerminateInstances");
    List<String> many = Collections.nCopies(1_000, "i-0123456789abcdef0");
    assertThat(
            RoleSessions.sessionPolicy(
                ROLE,
                ending.permissions(),
                ending.resources(Map.of("InstanceIds", many), "aws", "eu-central-1")))
        .contains("\"*\"")
        .hasSizeLessThan(MOST_CHARACTERS);
  }
}
