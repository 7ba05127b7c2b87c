package io.sallyport.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
  private final AllowList list = AllowList.ofThisRelease();

  @ParameterizedTest
  @CsvSource({
    "ec2, DescribeInstances, software.amazon.awssdk.services.ec2.Ec2Client",
    "ec2, DescribeRegions, software.amazon.awssdk.services.ec2.Ec2Client",
    "ec2, DescribeSpotPriceHistory, software.amazon.awssdk.services.ec2.Ec2Client",
    "sts, GetCallerIdentity, software.amazon.awssdk.services.sts.StsClient"
  })
  void anAllowedOperationComesWithItsClientAndNothingButItsOwnAction(
      String service, String operation, String client) {
    AllowedOperation found = list.find(service, operation);
    assertThat(found.service()).isEqualTo(service);
    assertThat(found.name()).isEqualTo(operation);
    assertThat(found.clientClass()).isEqualTo(client);
    assertThat(found.actions()).containsExactly(service + ":" + operation);
  }

  @Test
  void thisReleaseAllowsReadingOnly() {
    assertThat(list.actions(EnumSet.allOf(Capability.class)))
        .containsExactly(
            "ec2:DescribeInstances",
            "ec2:DescribeRegions",
            "ec2:DescribeSpotPriceHistory",
            "sts:GetCallerIdentity");
  }

  @Test
  void aConnectionMayWhatItWasMadeForAndAskWhoItIs() {
    assertThat(list.actions(EnumSet.of(Capability.SEE_SPOT_PRICES)))
        .containsExactly(
            "ec2:DescribeRegions", "ec2:DescribeSpotPriceHistory", "sts:GetCallerIdentity");
    assertThat(list.find("ec2", "DescribeInstances").isPartOf(Set.of(Capability.SEE_SPOT_PRICES)))
        .isFalse();
    assertThat(list.find("ec2", "DescribeRegions").isPartOf(Set.of(Capability.SEE_SPOT_PRICES)))
        .isTrue();
    assertThat(list.find("sts", "GetCallerIdentity").isPartOf(Set.of())).isTrue();
  }

  @Test
  void noWildcardIsEverAllowed() {
    assertThat(list.actions(EnumSet.allOf(Capability.class)))
        .isNotEmpty()
        .allMatch(action -> action.matches("[a-z0-9]+:\\w+"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "s3", "EC2", "ec2 ", "client", "client.ec2", "ec2.DescribeInstances"})
  void anUnknownServiceIsRefusedWithThoseThereAre(String service) {
    Problem problem = refusal(service, "DescribeInstances");
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.SERVICE_UNKNOWN);
    assertThat(problem.parameter()).isEqualTo("service");
    assertThat(problem.detail()).contains("[ec2, sts]");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "describeInstances",
        "DESCRIBEINSTANCES",
        "DescribeInstances ",
        "TerminateInstances",
        "GetCallerIdentity",
        "*"
      })
  void anUnknownOperationIsRefusedWithThoseThereAre(String operation) {
    Problem problem = refusal("ec2", operation);
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.OPERATION_UNKNOWN);
    assertThat(problem.parameter()).isEqualTo("operation");
    assertThat(problem.detail())
        .contains("[DescribeInstances, DescribeRegions, DescribeSpotPriceHistory]");
  }

  private Problem refusal(String service, String operation) {
    return catchThrowableOfType(ProblemException.class, () -> list.find(service, operation))
        .problem();
  }
}
