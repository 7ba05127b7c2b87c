package io.sallyport.sandbox;

import static io.sallyport.sandbox.Refusals.refused;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.Region;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

class Ec2Test {
  private static final String SEEDED = "i-0aaaaaaaaaaaaaaa1";
  private static RunningSandbox sandbox;
  private static Ec2Client ec2;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
    ec2 = sandbox.ec2(CUSTOMER_ADMIN);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static RunInstancesRequest.Builder launch() {
    return RunInstancesRequest.builder()
        .imageId("ami-0123456789abcdef0")
        .instanceType(InstanceType.T3_MICRO)
        .minCount(1)
        .maxCount(1);
  }

  private static List<Instance> found(Filter... filters) {
    return ec2.describeInstancesPaginator(r -> r.filters(filters)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static InstanceStateName state(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id))
        .reservations()
        .get(0)
        .instances()
        .get(0)
        .state()
        .name();
  }

  @Test
  void anInstanceIsLaunchedStoppedStartedAndTerminated() {
    var reservation =
        ec2.runInstances(
            launch()
                .tagSpecifications(
                    s ->
                        s.resourceType(ResourceType.INSTANCE)
                            .tags(t -> t.key("Name").value("life")))
                .build());
    assertThat(reservation.ownerId()).isEqualTo(CUSTOMER);
    Instance instance = reservation.instances().get(0);
    assertThat(instance.state().name()).isEqualTo(InstanceStateName.PENDING);
    String id = instance.instanceId();
    assertThat(state(id)).isEqualTo(InstanceStateName.RUNNING);

    var stopping = ec2.stopInstances(r -> r.instanceIds(id)).stoppingInstances().get(0);
    assertThat(stopping.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
    assertThat(stopping.currentState().name()).isEqualTo(InstanceStateName.STOPPING);
    assertThat(state(id)).isEqualTo(InstanceStateName.STOPPED);
    assertThat(
            ec2.startInstances(r -> r.instanceIds(id))
                .startingInstances()
                .get(0)
                .currentState()
                .name())
        .isEqualTo(InstanceStateName.PENDING);
    ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo(InstanceStateName.TERMINATED);
    refused("IncorrectInstanceState", 400, () -> ec2.startInstances(r -> r.instanceIds(id)));
  }

  @Test
  void instancesAreFilteredAndPaged() {
    ec2.runInstances(
        launch()
            .minCount(7)
            .maxCount(7)
            .tagSpecifications(
                s -> s.resourceType(ResourceType.INSTANCE).tags(t -> t.key("fleet").value("f-1")))
            .build());
    assertThat(found(filter("tag:fleet", "f-1"))).hasSize(7);
    assertThat(found(filter("tag:fleet", "f-*"), filter("instance-state-name", "stopped")))
        .isEmpty();
    assertThat(found(filter("instance-id", SEEDED))).hasSize(1);
    var first = ec2.describeInstances(r -> r.maxResults(5).filters(filter("tag:fleet", "f-1")));
    assertThat(first.nextToken()).isNotBlank();
    var second =
        ec2.describeInstances(
            r -> r.maxResults(5).nextToken(first.nextToken()).filters(filter("tag:fleet", "f-1")));
    assertThat(second.reservations().get(0).instances()).hasSize(2);
    assertThat(second.nextToken()).isNull();
    refused("InvalidParameterValue", 400, () -> ec2.describeInstances(r -> r.maxResults(1)));
    refused("InvalidNextToken", 400, () -> ec2.describeInstances(r -> r.nextToken("%%")));
    refused(
        "InvalidParameterCombination",
        400,
        () -> ec2.describeInstances(r -> r.maxResults(5).instanceIds(SEEDED)));
  }

  @Test
  void badIdsFiltersAndTypesAreRefusedByName() {
    refused(
        "InvalidInstanceID.Malformed", 400, () -> ec2.stopInstances(r -> r.instanceIds("web-1")));
    assertThat(
            refused(
                    "InvalidInstanceID.NotFound",
                    400,
                    () -> ec2.stopInstances(r -> r.instanceIds("i-0bbbbbbbbbbbbbbb1")))
                .getMessage())
        .contains("The instance ID 'i-0bbbbbbbbbbbbbbb1' does not exist");
    assertThat(
            refused("InvalidParameterValue", 400, () -> found(filter("colour", "red")))
                .getMessage())
        .contains("The filter 'colour' is invalid");
    refused(
        "InvalidParameterValue",
        400,
        () -> ec2.runInstances(launch().instanceType("z9.huge").build()));
    refused(
        "InvalidAMIID.Malformed", 400, () -> ec2.runInstances(launch().imageId("ubuntu").build()));
    refused("MissingParameter", 400, () -> ec2.runInstances(launch().imageId(null).build()));
    refused("InvalidAction", 400, () -> ec2.describeVolumes());
  }

  @Test
  void aDryRunSaysWhetherItWouldHaveWorked() {
    refused(
        "DryRunOperation", 412, () -> ec2.stopInstances(r -> r.instanceIds(SEEDED).dryRun(true)));
    refused("DryRunOperation", 412, () -> ec2.runInstances(launch().dryRun(true).build()));
    assertThat(state(SEEDED)).isEqualTo(InstanceStateName.RUNNING);
    AwsCredentials nobody = sandbox.vendorUser(Policies.allow("sts:*"));
    refused(
        "UnauthorizedOperation",
        403,
        () -> sandbox.ec2(nobody).runInstances(launch().dryRun(true).build()));
  }

  @Test
  void policiesSayWhichRegionTypeAndTagIsAllowed() {
    AwsCredentials other =
        sandbox.vendorUser(
            Policies.statement(
                "'Effect':'Allow','Action':['ec2:RunInstances','ec2:Describe*'],'Resource':'*',"
                    + "'Condition':{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}"));
    refused("UnauthorizedOperation", 403, () -> sandbox.ec2(other).runInstances(launch().build()));
    AwsCredentials small =
        sandbox.vendorUser(
            Policies.statement(
                "'Effect':'Allow','Action':'ec2:RunInstances','Resource':'*'",
                "'Effect':'Deny','Action':'ec2:RunInstances','Resource':"
                    + "'arn:aws:ec2:*:*:instance/*','Condition':{'StringNotLike':"
                    + "{'ec2:InstanceType':'t3.*'}}"));
    assertThat(sandbox.ec2(small).runInstances(launch().build()).instances()).hasSize(1);
    refused(
        "UnauthorizedOperation",
        403,
        () ->
            sandbox.ec2(small).runInstances(launch().instanceType(InstanceType.M5_LARGE).build()));
    refused(
        "UnauthorizedOperation",
        403,
        () ->
            sandbox
                .ec2(small)
                .runInstances(
                    launch()
                        .tagSpecifications(
                            s ->
                                s.resourceType(ResourceType.INSTANCE)
                                    .tags(t -> t.key("a").value("b")))
                        .build()));
  }

  @Test
  void aRepeatedClientTokenLaunchesOnce() {
    String id =
        ec2.runInstances(launch().clientToken("once").build()).instances().get(0).instanceId();
    assertThat(
            ec2.runInstances(launch().clientToken("once").build()).instances().get(0).instanceId())
        .isEqualTo(id);
    refused(
        "IdempotentParameterMismatch",
        400,
        () ->
            ec2.runInstances(
                launch().clientToken("once").instanceType(InstanceType.M5_LARGE).build()));
  }

  @Test
  void spotInstancesAreMarkedAndNotStopped() {
    Instance spot =
        ec2.runInstances(launch().instanceMarketOptions(m -> m.marketType(MarketType.SPOT)).build())
            .instances()
            .get(0);
    assertThat(spot.instanceLifecycleAsString()).isEqualTo("spot");
    refused(
        "UnsupportedOperation",
        400,
        () -> ec2.stopInstances(r -> r.instanceIds(spot.instanceId())));
  }

  @Test
  void regionsAndZonesAreListed() {
    assertThat(ec2.describeRegions().regions())
        .extracting(Region::regionName)
        .contains("us-east-1", "eu-central-1")
        .hasSize(17);
    assertThat(ec2.describeRegions(r -> r.regionNames("us-east-1")).regions()).hasSize(1);
    refused("InvalidParameterValue", 400, () -> ec2.describeRegions(r -> r.regionNames("mars-1")));
    assertThat(ec2.describeAvailabilityZones().availabilityZones())
        .extracting(AvailabilityZone::zoneName)
        .containsExactly("eu-central-1a", "eu-central-1b", "eu-central-1c");
  }

  @Test
  void spotPricesAreTheSameEachTime() {
    Instant end = Instant.now();
    var request =
        software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest.builder()
            .instanceTypes(InstanceType.M5_LARGE)
            .productDescriptions("Linux/UNIX")
            .startTime(end.minus(Duration.ofDays(1)))
            .endTime(end)
            .build();
    List<SpotPrice> prices = ec2.describeSpotPriceHistory(request).spotPriceHistory();
    assertThat(prices)
        .hasSizeBetween(12, 18)
        .isEqualTo(ec2.describeSpotPriceHistory(request).spotPriceHistory());
    assertThat(prices)
        .allSatisfy(
            price -> {
              assertThat(price.spotPrice()).matches("0\\.0[0-9]{5}");
              assertThat(price.timestamp()).isBeforeOrEqualTo(end);
            });
    assertThat(
            ec2
                .describeSpotPriceHistoryPaginator(
                    r ->
                        r.instanceTypes(InstanceType.M5_LARGE)
                            .maxResults(5)
                            .startTime(end.minus(Duration.ofDays(1))))
                .spotPriceHistory()
                .stream()
                .count())
        .isBetween(48L, 72L);
    refused(
        "InvalidParameterValue",
        400,
        () -> ec2.describeSpotPriceHistory(r -> r.filters(filter("nope", "x"))));
  }
}
