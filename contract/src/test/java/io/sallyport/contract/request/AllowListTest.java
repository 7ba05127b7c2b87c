package io.sallyport.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AllowedService.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    assertThat(found.at().clientClass()).contains(client);
    assertThat(found.actions()).containsExactly(service + ":" + operation);
  }

  @Test
  void whatIsOfferedFirstOnlyReads() {
    assertThat(list.actions(Capability.usual()))
        .containsExactly(
            "ec2:DescribeInstances",
            "ec2:DescribeRegions",
            "ec2:DescribeSpotPriceHistory",
            "pricing:GetProducts",
            "sts:GetCallerIdentity");
    assertThat(list.operations(Capability.usual())).allMatch(each -> each.write().isEmpty());
  }

  @Test
  void whatChangesSomethingSaysHowItIsNeverDoneTwiceAndIsBoundByACondition() {
    assertThat(list.find("ec2", "RunInstances").write().orElseThrow().token())
        .contains("ClientToken");
    assertThat(list.find("ec2", "TerminateInstances").write().orElseThrow().token()).isEmpty();
    assertThat(list.operations(EnumSet.allOf(Capability.class)))
        .filteredOn(each -> each.write().isPresent())
        .hasSize(2)
        .allMatch(each -> !each.capabilities().isEmpty())
        .allMatch(
            each ->
                each.permissions().stream()
                    .allMatch(needed -> needed.terms().condition().isPresent()));
  }

  @Test
  void beyondWhatWasAgreedIsOneOperationOfEachOtherCapability() {
    Set<Capability> agreed = Set.of(Capability.SEE_INSTANCES, Capability.SEE_SPOT_PRICES);
    List<AllowedOperation> beyond = list.beyond(agreed, each -> !each.streams() && !each.isWait());
    assertThat(beyond).hasSize(Capability.values().length - agreed.size());
    assertThat(beyond)
        .allMatch(each -> !each.isPartOf(agreed))
        .allMatch(each -> !list.permissions(agreed).containsAll(each.permissions()));
    assertThat(beyond)
        .extracting(AllowedOperation::name)
        .contains("ListBuckets", "ListMetrics")
        .doesNotContain("HeadObject", "GetMetricData");
    assertThat(list.beyond(Set.of(Capability.SEE_INSTANCES), each -> !each.isWait()))
        .extracting(AllowedOperation::name)
        .contains("DescribeSpotPriceHistory")
        .containsAnyOf("RunInstances", "TerminateInstances");
    assertThat(list.beyond(EnumSet.allOf(Capability.class), each -> true)).isEmpty();
    assertThat(list.beyond(agreed, each -> false)).isEmpty();
  }

  @Test
  void whatConditionsRuleOutIsNamedWhereThereAreAny() {
    assertThat(list.operations(EnumSet.allOf(Capability.class)))
        .filteredOn(each -> each.beyond().isPresent())
        .isNotEmpty()
        .allMatch(
            each -> each.permissions().stream().anyMatch(p -> p.terms().condition().isPresent()));
  }

  @Test
  void statementsPutTogetherWhatHasTheSameCondition() {
    Map<Permission.Terms, List<String>> statements =
        Permission.statements(list.permissions(Set.of(Capability.RUN_SPOT_INSTANCES)));
    assertThat(statements).hasSize(4);
    assertThat(statements.keySet().iterator().next()).isEqualTo(Permission.Terms.NONE);
    assertThat(statements.get(Permission.Terms.NONE)).isSorted().contains("ec2:DescribeInstances");
    assertThat(statements.get(spot("StringEqualsIfExists"))).containsExactly("ec2:RunInstances");
    assertThat(statements.get(spot("StringEquals"))).containsExactly("ec2:TerminateInstances");
  }

  private static Permission.Terms spot(String operator) {
    return new Permission.Terms(
        Optional.of(new Permission.Condition(operator, "ec2:InstanceMarketType", "spot")),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, '', ListBuckets",
    "GET, /bucket, list-type=2, ListObjectsV2",
    "GET, /bucket/, list-type=2, ListObjectsV2",
    "GET, /bucket/a/b, '', GetObject",
    "GET, /bucket/a%2Fb, '', GetObject",
    "HEAD, /bucket/key, '', HeadObject"
  })
  void aRestRequestIsKnownByItsMethodPathAndQuery(
      String method, String path, String query, String operation) {
    assertThat(list.find("s3", method, path, query(query)).name()).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /bucket/key, ''",
    "DELETE, /bucket/key, ''",
    "POST, /bucket, ''",
    "GET, /bucket, ''",
    "GET, /bucket, acl=",
    "GET, /bucket/key, acl=",
    "GET, /bucket/key, versionId=1",
    "GET, /bucket, list-type=1",
    "HEAD, /bucket, ''"
  })
  void aRestRequestForAnythingElseIsUnknown(String method, String path, String query) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> list.find("s3", method, path, query(query)));
    assertThat(refused.problem().errorCode()).isEqualTo(ErrorCode.OPERATION_UNKNOWN);
  }

  @Test
  void whichHeaderOrParameterNamesAnOperationDependsOnTheServiceAlone() {
    assertThat(list.signedFor("cloudtrail").protocols()).containsExactly(Protocol.JSON);
    assertThat(list.signedFor("ec2").protocols()).containsExactly(Protocol.QUERY);
    assertThat(list.signedFor("monitoring").protocols()).hasSize(3);
    assertThat(list.signedFor("s3").rest()).contains(Protocol.REST_XML);
    assertThat(list.signedFor("eks").rest()).contains(Protocol.REST_JSON);
    assertThat(list.signedFor("cloudtrail").rest()).isEmpty();
  }

  @Test
  void aServiceIsKnownByTheNameThatItsRequestsAreSignedFor() {
    assertThat(list.signedFor("monitoring").name()).isEqualTo("cloudwatch");
    assertThat(list.signedFor("s3").name()).isEqualTo("s3");
    assertThatThrownBy(() -> list.signedFor("cloudwatch")).isInstanceOf(ProblemException.class);
  }

  @Test
  void aServiceWithRoutesSpeaksRestAndNoOtherDoes() {
    assertThat(list.operations(EnumSet.allOf(Capability.class)))
        .allMatch(
            each -> each.isWait() || each.at().rest().isPresent() == each.route().isPresent());
  }

  @Test
  void aHomeIsInThePartitionOfTheRegion() {
    AllowedService pricing = list.find("pricing", "GetProducts").at();
    UnaryOperator<String> partition =
        region ->
            region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "gov" : "aws";
    assertThat(pricing.home("eu-west-1", partition)).contains("us-east-1");
    assertThat(pricing.home("cn-north-1", partition)).contains("cn-northwest-1");
    assertThat(pricing.home("us-gov-west-1", partition)).isEmpty();
    assertThat(list.find("ec2", "DescribeInstances").at().home("eu-west-1", partition)).isEmpty();
  }

  @Test
  void onlyAServiceThatIsNotEverywhereHasHomes() {
    assertThat(list.find("pricing", "GetProducts").at().isAtHome("us-east-1")).isTrue();
    assertThat(list.find("pricing", "GetProducts").at().isAtHome("eu-west-1")).isFalse();
    assertThat(list.operations(EnumSet.allOf(Capability.class)))
        .filteredOn(each -> !each.at().homes().isEmpty())
        .allMatch(each -> each.service().equals("pricing"));
  }

  private static Map<String, List<String>> query(String one) {
    int equals = one.indexOf('=');
    return equals < 0
        ? Map.of()
        : Map.of(one.substring(0, equals), List.of(one.substring(equals + 1)));
  }

  @Test
  void aConnectionMayWhatItWasMadeForAndAskWhoItIs() {
    assertThat(list.actions(EnumSet.of(Capability.SEE_SPOT_PRICES)))
        .containsExactly(
            "ec2:DescribeRegions",
            "ec2:DescribeSpotPriceHistory",
            "pricing:GetProducts",
            "sts:GetCallerIdentity");
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
  @ValueSource(strings = {"", "S3", "EC2", "ec2 ", "client", "client.ec2", "ec2.DescribeInstances"})
  void anUnknownServiceIsRefusedWithThoseThereAre(String service) {
    Problem problem = refusal(service, "DescribeInstances");
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.SERVICE_UNKNOWN);
    assertThat(problem.parameter()).isEqualTo("service");
    assertThat(problem.detail())
        .contains("[autoscaling, cloudtrail, cloudwatch, ec2, ecs, eks, iam, pricing, s3, sts]");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "describeInstances",
        "DESCRIBEINSTANCES",
        "DescribeInstances ",
        "StopInstances",
        "GetCallerIdentity",
        "*"
      })
  void anUnknownOperationIsRefusedWithThoseThereAre(String operation) {
    Problem problem = refusal("ec2", operation);
    assertThat(problem.errorCode()).isEqualTo(ErrorCode.OPERATION_UNKNOWN);
    assertThat(problem.parameter()).isEqualTo("operation");
    assertThat(problem.detail())
        .contains(
            "[DescribeInstances, DescribeRegions, DescribeSpotPriceHistory, RunInstances,"
                + " TerminateInstances, WaitUntilInstanceRunning, WaitUntilInstanceTerminated]");
  }

  private Problem refusal(String service, String operation) {
    return catchThrowableOfType(ProblemException.class, () -> list.find(service, operation))
        .problem();
  }
}
